import t from 'tap'
import { fixture } from './feeds/read.ts'
import { line, shop } from './shop.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

t.test('a product over REST and GraphQL, with its links', async (t) => {
  const { app, stranger, owner, sellerId, importFeed } = await shop(t)
  await importFeed(fixture('products.jsonl'))
  const list = await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: stranger.key })
  const [tea, kettle] = list.body.data
  t.equal(kettle.externalId, 'K-1')

  const one = await app.request('GET', `/v1/products/${kettle.id}`, { key: stranger.key })
  t.same(one.body, kettle, 'one and many answer the same')
  t.match(one.body, {
    gtins: ['4006381333931', '96385074'],
    brand: 'Boil',
    mpn: 'KT-1',
    attributes: [
      { name: 'capacity', value: 1.7 },
      { name: 'cordless', value: true },
      { name: 'colour', value: 'red' },
      {},
    ],
    images: [{ url: 'https://img.example/k1.jpg', alt: null }, { alt: 'Back' }],
    categoryPath: ['Kitchen', 'Kettles'],
    rating: null,
    soldCount: 0,
  })
  t.match(one.body.variants[1], {
    productId: kettle.id,
    compareAtPrice: { amountMinor: 4999, currency: 'EUR' },
    options: [{ name: 'Colour', value: 'black' }],
    stock: 0,
    gtin: '96385074',
    status: 'active',
  })
  t.match(one.body.variants[0].priceObservedAt, /^\d{4}-.*Z$/)

  const many = await app.request('GET', `/v1/products?ids=${tea.id},${kettle.id}`, {
    key: stranger.key,
  })
  t.same(
    many.body.data.map((p: { id: string }) => p.id),
    [tea.id, kettle.id],
    'in the order asked for',
  )
  const { body } = await app.graphql(
    `query ($id: ID!) { product: getProduct(id: $id) {
      id title attributes { name value } category { name parent { name children { name } } }
      seller { id name } variants { sku stock price { amountMinor currency } product { id } } } }`,
    { key: owner.key, variables: { id: kettle.id } },
  )
  t.match(body, {
    data: {
      product: {
        id: kettle.id,
        category: { name: 'Kettles', parent: { name: 'Kitchen', children: [{ name: 'Kettles' }] } },
        seller: { id: sellerId, name: 'Test shop' },
        variants: [{ sku: 'K-1-R', product: { id: kettle.id } }, {}],
      },
    },
  })
})

t.test('texts follow the language asked for, by its fallbacks', async (t) => {
  const { app, owner, sellerId, importFeed } = await shop(t)
  await importFeed(line('a', { texts: { de: { title: 'Auf Deutsch', description: 'D' } } }))
  const { body } = await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: owner.key })
  const url = `/v1/products/${body.data[0].id}`
  const title = async (query: string, header?: string) => {
    const headers: Record<string, string> = header ? { 'accept-language': header } : {}
    const answer = await app.request('GET', url + query, { key: owner.key, headers })
    return [answer.body.title, answer.body.language]
  }
  t.same(await title(''), ['Product a', 'en'])
  t.same(await title('', 'de-AT, fr'), ['Auf Deutsch', 'de'])
  t.same(await title('', 'en;q=0.9, de;q=0.5'), ['Product a', 'en'])
  t.same(await title('?language=de', 'en'), ['Auf Deutsch', 'de'])
  t.same(await title('', 'ja'), ['Product a', 'en'])
})

t.test('what cannot be seen is not found', async (t) => {
  const { app, owner, stranger, seller, sellerId, importFeed } = await shop(t)
  await importFeed(line('a'))
  const { body } = await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: owner.key })
  const [{ id }] = body.data
  const status = async (key: string, url = `/v1/products/${id}`) =>
    (await app.request('GET', url, { key })).status
  t.equal(await status(stranger.key, '/v1/products/prd_00000000000000000000000000'), 404)
  t.equal(await status(stranger.key, '/v1/products/nonsense'), 400)
  t.equal(await status(stranger.key, '/v1/products'), 400)
  t.equal(await status(stranger.key, `/v1/products?ids=${id},${id}`), 400)
  const bound = await app.newKey({ sellerId: seller.id })
  t.equal(await status(bound.key), 200)
  const elsewhere = await app.newKey({ sellerId: '00000000-0000-7000-8000-000000000001' })
  t.equal(await status(elsewhere.key), 404, 'a key bound to another seller')
  await app.database.transaction(
    ({ sql }) => sql`update sellers set status = 'rejected' where id = ${seller.id}`,
  )
  t.equal(await status(stranger.key), 404, 'the seller does not sell here')
  t.equal(await status(owner.key), 200, 'its owner still sees it')
  const mine = await app.request('GET', `/v1/products/${id}`, { key: owner.key })
  t.equal(mine.body.isOnSale, false)
})

t.test('pages of a seller’s products hold each once', async (t) => {
  const { app, owner, sellerId, importFeed } = await shop(t)
  const names = Array.from({ length: 25 }, (_, i) => `p${String(i).padStart(2, '0')}`)
  await importFeed(names.map((name) => line(name)).join(''))
  const met: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url: string = `/v1/products?sellerId=${sellerId}&limit=10${cursor && `&cursor=${cursor}`}`
    const { body } = await app.request('GET', url, { key: owner.key })
    met.push(...body.data.map((p: { externalId: string }) => p.externalId))
    cursor = body.nextCursor
  }
  t.same(met, names)
  const bad = await app.request('GET', `/v1/products?sellerId=${sellerId}&cursor=x`, {
    key: owner.key,
  })
  t.match(bad, { status: 400, body: { code: 'invalid_cursor' } })
})

t.test('categories are a tree, depth first', async (t) => {
  const { app, owner, importFeed } = await shop(t)
  const paths = [['B', 'Y', 'Deep'], ['A'], ['B', 'X'], ['b', 'x'], ['B 1'], ['A', 'Z']]
  await importFeed(paths.map((categoryPath, i) => line(`${i}`, { categoryPath })).join(''))
  const names = async (query: string) => {
    const { body } = await app.request('GET', `/v1/categories${query}`, { key: owner.key })
    return body.data.map((c: { path: string[] }) => c.path.join('/'))
  }
  t.same(await names(''), ['A', 'A/Z', 'B', 'B/X', 'B/Y', 'B/Y/Deep', 'B 1'])
  t.same(await names('?depth=1'), ['A', 'B', 'B 1'])
  const all = await app.request('GET', '/v1/categories?limit=3', { key: owner.key })
  t.same(
    await names(`?limit=3&cursor=${all.body.nextCursor}`),
    ['B/X', 'B/Y', 'B/Y/Deep'],
    'the next page goes on',
  )
  const b = all.body.data[2]
  t.match(b, { depth: 1, childCount: 2, parentId: null })
  t.same(await names(`?parentId=${b.id}&depth=1`), ['B/X', 'B/Y'])
  t.same(await names(`?parentId=${b.id}`), ['B/X', 'B/Y', 'B/Y/Deep'])
  const one = await app.request('GET', `/v1/categories/${b.id}`, { key: owner.key })
  t.same(one.body, b)
  const none = await app.request('GET', '/v1/categories/cat_00000000000000000000000000', {
    key: owner.key,
  })
  t.equal(none.status, 404)
})
