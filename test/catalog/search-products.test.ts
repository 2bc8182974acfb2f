import t from 'tap'
import { ensureSeller } from '../../src/sellers/index.ts'
import { line, shop } from './shop.ts'

interface Found {
  externalId: string
  offer: { price: { amountMinor: number; currency: string } }
}

async function find(query: string) {
  const { status, body } = await world.app.request('GET', `/v1/products/search?${query}`, {
    key: world.stranger.key,
  })
  const found: Found[] = body.data ?? []
  return { status, body, found: found.map(({ externalId }) => externalId) }
}

const goods = [
  line('mouse', {
    title: 'Logitech M185 wireless mouse',
    brand: 'Logitech',
    mpn: '910-002238',
    gtins: ['5099206027299'],
    categoryPath: ['Electronics', 'Mice'],
    attributes: [
      { name: 'Colour', value: 'Grey' },
      { name: 'Weight', value: 75, unit: 'g' },
    ],
    variants: [{ sku: 'm185', price: { amountMinor: 1500, currency: 'EUR' }, stock: 5 }],
  }),
  line('pad', {
    title: 'Mouse pad with wrist rest',
    brand: 'Kensington',
    categoryPath: ['Electronics', 'Mouse pads'],
    attributes: [{ name: 'Colour', value: 'Black' }],
    variants: [{ sku: 'pad', price: { amountMinor: 900, currency: 'EUR' }, stock: 0 }],
  }),
  line('keyboard', {
    title: 'Cherry KC 1000 keyboard',
    brand: 'CHERRY',
    categoryPath: ['Electronics', 'Keyboards'],
    attributes: [{ name: 'colour', value: 'Black' }],
    variants: [{ sku: 'kc', price: { amountMinor: 2000, currency: 'EUR' }, stock: 3 }],
  }),
  line('cable', {
    title: 'Cat.6 patch cable 3 m blue',
    categoryPath: ['Electronics', 'Cables'],
    variants: [{ sku: 'c6', price: { amountMinor: 300, currency: 'EUR' }, stock: 30 }],
  }),
].join('')

const world = await shop(t)
await world.importFeed(goods)

t.test('words, slips and numbers find what they mean', async (t) => {
  const cases: [string, string, string][] = [
    ['mouse', 'mouse', 'the mouse stands before what is for mice'],
    ['wireles mouse', 'mouse', 'a letter left out'],
    ['keybaord', 'keyboard', 'letters swapped'],
    ['mousepad', 'pad', 'a space left out'],
    ['key board', 'keyboard', 'a space too many'],
    ['cat6 cable 3m', 'cable', 'units and compounds as one word'],
    ['910002238', 'mouse', 'a part number without its hyphen'],
    ['910-002283', 'mouse', 'a part number with two digits swapped'],
    ['5099206027299', 'mouse', 'a GTIN'],
    ['CHERRY KC-1000', 'keyboard', 'a hyphen too many'],
  ]
  for (const [query, first, why] of cases) {
    const { found } = await find(`q=${encodeURIComponent(query)}`)
    t.equal(found[0], first, `${why}: ${query}`)
  }
  const { body } = await find('q=keybaord')
  t.equal(body.correction, 'keyboard', 'says how it was read')
  t.equal((await find('q=mouse')).body.correction, null)
})

t.test('filters narrow and sorts order, page by page', async (t) => {
  t.same((await find('brands=cherry')).found, ['keyboard'])
  t.same((await find('attributes=Colour:Black&sort=priceAscending')).found, ['pad', 'keyboard'])
  t.same((await find('attributes=weight:50..80')).found, ['mouse'])
  t.same((await find('q=electronics&priceMin=1000&sort=priceDescending')).found, [
    'keyboard',
    'mouse',
  ])
  t.same((await find(`sellerIds=${world.sellerId}&shipsFrom=FR`)).found, [])
  for (const sort of ['relevance', 'newest', 'bestSelling', 'rating', 'priceAscending']) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body, found } = await find(
        `q=electronics&sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`,
      )
      t.equal(body.totalCount, 4)
      seen.push(...found)
      cursor = body.nextCursor
    }
    t.same(seen.toSorted(), ['cable', 'keyboard', 'mouse', 'pad'], `${sort}: each once`)
  }
  const { nextCursor } = (await find('q=electronics&limit=1')).body
  const other = await find(`q=mouse&cursor=${nextCursor}`)
  t.equal(other.body.code, 'invalid_cursor', 'a cursor belongs to its search')
})

t.test('facets count what each value would leave; none filters itself', async (t) => {
  const facets =
    'facets=brand,category,price,attributes,seller,shipsFrom,condition,rating,sellerScore'
  const { body } = await find(`q=electronics&brands=cherry&${facets}`)
  t.equal(body.totalCount, 1)
  t.same(
    body.facets.brands.map((one: { value: string }) => one.value).toSorted(),
    ['CHERRY', 'Kensington', 'Logitech'],
    'other brands stay countable',
  )
  t.match(
    body.facets.categories.find((one: { name: string }) => one.name === 'Keyboards'),
    {
      count: 1,
      depth: 2,
    },
  )
  t.match(body.facets.attributes, [
    { name: 'colour', type: 'text', values: [{ value: 'Black', count: 1 }] },
  ])
  t.match(body.facets.prices, [{ from: { amountMinor: 2000, currency: 'EUR' }, count: 1 }])
  t.match(body.facets.sellers, [{ value: world.sellerId, label: 'Test shop', count: 1 }])
  const coloured = await find('q=electronics&attributes=colour:Grey&facets=attributes')
  const colour = coloured.body.facets.attributes.find(
    (one: { name: string }) => one.name === 'colour',
  )
  t.same(
    colour.values.map(({ value, count }: { value: string; count: number }) => [value, count]),
    [
      ['Black', 2],
      ['Grey', 1],
    ],
  )
})

t.test('prices and goods fit the shopper', async (t) => {
  const { body } = await find('q=mouse&currency=USD&shipTo=US&limit=1&facets=deliveryDays')
  const [mouse] = body.data
  t.equal(mouse.offer.price.currency, 'USD')
  t.ok(mouse.offer.price.amountMinor > 1500, 'a euro is more than a dollar')
  t.equal(
    mouse.offer.delivery.landedPrice.amountMinor,
    mouse.offer.price.amountMinor + mouse.offer.delivery.price.amountMinor,
  )
  t.ok(body.facets.deliveryDays.length > 0)
  t.equal((await find('q=mouse&sort=landedPrice')).status, 400, 'needs a destination')
  for (const sort of ['landedPrice', 'deliveryTime']) {
    const { found } = await find(`q=electronics&shipTo=DE&sort=${sort}`)
    t.equal(found.length, 4, sort)
  }
  t.same((await find('q=electronics&shipTo=DE&sort=landedPrice')).found[0], 'cable')
})

t.test('GraphQL answers a results page in one document', async (t) => {
  const { body } = await world.app.graphql(
    `{ searchProducts(q: "mouse", facets: [BRAND], first: 1) {
        totalCount facets { brands { value count } }
        pageInfo { hasNextPage endCursor }
        edges { node { externalId offer { price { amountMinor } } seller { name } } } } }`,
    { key: world.stranger.key },
  )
  t.notOk(body.errors, JSON.stringify(body.errors))
  t.match(body.data.searchProducts, {
    totalCount: 2,
    pageInfo: { hasNextPage: true },
    edges: [{ node: { externalId: 'mouse', seller: { name: 'Test shop' } } }],
  })
})

t.test('what is written is found by the next search', async (t) => {
  t.same((await find('q=zeppelin')).found, [], 'nothing near, nothing found')
  await world.importFeed(line('z', { title: 'Zeppelin model kit' }))
  t.same((await find('q=zeppelin')).found, ['z'], 'a word no product had before')
  await world.importFeed(line('z', { title: 'Airship model kit' }))
  t.same((await find('q=airship')).found, ['z'])
  await world.importFeed(goods, '&full=true')
  t.same((await find('q=airship')).found, [], 'a retired product is gone')
  t.same((await find('q=pad&isInStock=true')).found, [])
  const stock = await world.app.request('POST', '/v1/stock-updates', {
    key: world.owner.key,
    body: { seller: world.sellerId, items: [{ sku: 'pad', stock: 2 }] },
  })
  t.equal(stock.status, 200)
  t.same((await find('q=pad&isInStock=true')).found, ['pad'])
  await world.app.request('POST', '/v1/price-updates', {
    key: world.owner.key,
    body: { seller: world.sellerId, items: [{ sku: 'pad', priceMinor: 100 }] },
  })
  t.same((await find('priceMax=200')).found, ['pad'])
})

t.test('a page past the last product still says how many there are', async (t) => {
  const { app, owner, importFeed } = await shop(t)
  const search = (more: string) =>
    app.request('GET', `/v1/products/search?q=lamp&limit=1${more}`, { key: owner.key })
  const lamp = line('lamp', { title: 'Lamp' })
  await importFeed(lamp + line('shade', { title: 'Shade for a lamp' }))
  const { body: first } = await search('')
  t.match(first, { data: [{ externalId: 'lamp' }], totalCount: 2 })
  await importFeed(lamp, '&full=true')
  const { body } = await search(`&cursor=${first.nextCursor}`)
  t.match(body, { data: [], nextCursor: null, totalCount: 1, isTotalExact: true })
})

t.test('a key of one seller finds that seller’s goods, priced or not', async (t) => {
  const { app, seller, importFeed } = await shop(t)
  await importFeed(line('lamp', { title: 'Lamp' }))
  const other = await app.database.transaction((db) =>
    ensureSeller(db, { name: 'Other shop', currency: 'EUR', country: 'DE' }, new Date()),
  )
  for (const [sellerId, found] of [
    [seller.id, ['lamp']],
    [other.id, []],
  ] as const) {
    const { key } = await app.newKey({ sellerId })
    for (const more of ['', '&currency=EUR']) {
      const { body } = await app.request('GET', `/v1/products/search?q=lamp${more}`, { key })
      t.same(
        body.data.map(({ externalId }: Found) => externalId),
        found,
        `${found.length}${more}`,
      )
    }
  }
})
