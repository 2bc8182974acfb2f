import t from 'tap'
import { recordSales } from '../../src/catalog/index.ts'
import { jobs } from '../../src/search/index.ts'
import { line, shop } from './shop.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

const twoVariants = line('a', {
  variants: [
    { sku: 'a-1', price: { amountMinor: 900, currency: 'EUR' }, stock: 1 },
    { sku: 'a-2', price: { amountMinor: 700, currency: 'EUR' }, stock: 1 },
  ],
})

async function indexed(t: Parameters<typeof shop>[0]) {
  const made = await shop(t)
  await made.importFeed(twoVariants + line('b'))
  const { database } = made.app
  return {
    ...made,
    async shown() {
      const [row] = await database.read(
        ({ sql }) => sql`
          select d.is_in_stock, d.price_minor, d.sold_count from search_documents d
          join products p on p.id = d.product_id where p.external_id = 'a'`,
      )
      return row
    },
    take: (sku: string, units: number) =>
      database.transaction(
        ({ sql }) => sql`
          update stock_levels set available = available - ${units}
          where variant_id = (select id from variants where sku = ${sku})`,
      ),
  }
}

t.test('the last unit of the last variant takes a product out of stock', async (t) => {
  const { shown, take } = await indexed(t)
  t.match(await shown(), { is_in_stock: true, price_minor: 700 })
  await take('a-1', 1)
  t.match(await shown(), { is_in_stock: true }, 'there is another variant')
  await take('a-2', 1)
  t.match(await shown(), { is_in_stock: false })
  await take('a-1', -3)
  t.match(await shown(), { is_in_stock: true }, 'units came back')
})

t.test('bulk updates are shown at once', async (t) => {
  const { app, owner, sellerId, shown } = await indexed(t)
  const post = (path: string, items: object[]) =>
    app.request('POST', `/v1/${path}`, { key: owner.key, body: { seller: sellerId, items } })
  await post('price-updates', [{ sku: 'a-2', priceMinor: 1000 }])
  t.match(await shown(), { price_minor: 900 }, 'the lowest price is another one now')
  await post('stock-updates', [
    { sku: 'a-1', stock: 0 },
    { sku: 'a-2', stock: 0 },
  ])
  t.match(await shown(), { is_in_stock: false })
})

t.test('a retired product is not found any more', async (t) => {
  const { shown, importFeed } = await indexed(t)
  await importFeed(line('b'), '&full=true')
  t.equal(await shown(), undefined)
  await importFeed(twoVariants)
  t.match(await shown(), { is_in_stock: true }, 'and is when it is back')
})

t.test('sales are counted per product', async (t) => {
  const { app, shown, owner, sellerId } = await indexed(t)
  const variants = await app.database.read(
    ({ sql }) => sql<{ id: string }[]>`select id from variants where sku like 'a-%' order by sku`,
  )
  const units = variants.map(({ id }, i) => ({ variantId: id, quantity: i + 1 }))
  await app.database.transaction((db) => recordSales(db, units))
  await app.database.transaction((db) => recordSales(db, [{ ...units[0]!, quantity: 0 }]))
  t.match(await shown(), { sold_count: 3 })
  const { body } = await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: owner.key })
  t.same(
    body.data.map((p: { soldCount: number }) => p.soldCount),
    [3, 0],
  )
})

t.test('a search shows each product as it is, whatever happened to it', async (t) => {
  const { app, owner, stranger, sellerId, importFeed, take } = await indexed(t)
  const get = async (path: string, language = 'en') => {
    const headers = { 'accept-language': language }
    const { status, body } = await app.request('GET', path, { key: stranger.key, headers })
    t.equal(status, 200, path)
    return body
  }
  const bothAgree = async (situation: string, language?: string) => {
    const { data } = await get('/v1/products/search?q=product', language)
    t.ok(data.length > 0)
    for (const { offer, ...found } of data) {
      const { attributes, ...whole } = await get(`/v1/products/${found.id}`, language)
      t.same(found, whole, `${found.externalId}: ${situation}`)
    }
    return data
  }
  const rich = {
    description: 'With "quotes", a \\ and\na line break, 雪',
    brand: 'Mühle',
    mpn: 'M-1',
    gtins: ['4006381333931'],
    categoryPath: ['Home', 'Lamps'],
    images: [{ url: 'https://example.com/a.jpg', alt: 'Front' }],
    condition: 'used',
    hsCode: '9405',
    originCountry: 'IT',
    texts: { de: { title: 'Produkt auf Deutsch', description: 'Deutsch' } },
    variants: [
      {
        sku: 'r-2',
        price: { amountMinor: 900, currency: 'EUR' },
        compareAtPrice: { amountMinor: 1200, currency: 'EUR' },
        stock: 3,
        options: [{ name: 'Size', value: 'L' }],
        weightGrams: 200,
        lengthMm: 10,
      },
      { sku: 'r-1', price: { amountMinor: 800, currency: 'EUR' }, stock: 0 },
    ],
  }
  await importFeed(line('rich', rich) + line('elsewhere', { shipsFrom: 'CN' }))
  await bothAgree('as imported')
  const german = await bothAgree('in another language', 'de-AT, en')
  t.ok(german.some(({ title }: { title: string }) => title === 'Produkt auf Deutsch'))
  await importFeed(line('rich', { ...rich, title: 'Product renewed', brand: null }))
  await bothAgree('imported again')
  const post = (path: string, items: object[]) =>
    app.request('POST', `/v1/${path}`, { key: owner.key, body: { seller: sellerId, items } })
  await post('price-updates', [{ sku: 'r-1', priceMinor: 700 }])
  await post('stock-updates', [{ sku: 'r-1', stock: 9 }])
  await take('r-2', 2)
  await bothAgree('with other prices and stock')
  await app.database.transaction(async (db) => {
    const sold = await db.sql<{ id: string }[]>`select id from variants where sku = 'r-2'`
    await recordSales(db, [{ variantId: sold[0]!.id, quantity: 2 }])
  })
  await bothAgree('sold')
  await importFeed(line('heir', { variants: [rich.variants[1]!] }))
  await bothAgree('without a variant that another product has now')
  await app.request('PATCH', `/v1/sellers/${sellerId}`, {
    key: owner.key,
    body: { country: 'FR' },
  })
  const follow = jobs.find(({ name }) => name === 'followSellers')!
  while ((await follow.run(app.database, new Date())) > 0);
  const moved = await bothAgree('after its seller moved')
  t.same(
    new Set(moved.map(({ shipsFrom }: { shipsFrom: string }) => shipsFrom)),
    new Set(['FR', 'CN']),
  )
  const { data, facets } = await get('/v1/products/search?shipsFrom=FR&facets=shipsFrom')
  t.notOk(data.some(({ externalId }: { externalId: string }) => externalId === 'elsewhere'))
  t.match(facets.shipsFrom, [
    { value: 'FR', count: 4 },
    { value: 'CN', count: 1 },
  ])
})

t.test('a product is found by the options of its variants', async (t) => {
  const made = await shop(t)
  const variant = (sku: string, size: string) => ({
    sku,
    price: { amountMinor: 900, currency: 'EUR' },
    stock: 1,
    options: [
      { name: 'Size', value: size },
      { name: 'Colour', value: 'Indigo' },
    ],
  })
  const shirt = { title: 'Linen shirt', variants: [variant('m', 'Medium'), variant('l', 'Large')] }
  await made.importFeed(line('shirt', shirt) + line('other', { title: 'Linen trousers' }))
  const search = async (query: string) => {
    const { body } = await made.app.request('GET', `/v1/products/search?${query}`, {
      key: made.owner.key,
    })
    return body
  }
  const found = async (query: string) =>
    (await search(query)).data.map(({ externalId }: { externalId: string }) => externalId)
  t.same(await found('attributes=Size:Large'), ['shirt'])
  t.same(await found('attributes=Size:Small'), [])
  t.same(await found('q=indigo+linen'), ['shirt', 'other'], 'every word before some')
  const { facets } = await search('q=linen&facets=attributes')
  const size = facets.attributes.find(({ name }: { name: string }) => name === 'size')
  t.same(size.values, [
    { value: 'Large', label: 'Large', count: 1 },
    { value: 'Medium', label: 'Medium', count: 1 },
  ])
})
