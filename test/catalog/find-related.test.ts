import t from 'tap'
import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { ids } from '../../src/core/ids.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import { line, shop } from './shop.ts'

const world = await shop(t)
const price = (sku: string, amountMinor: number) => [
  { sku, price: { amountMinor, currency: 'EUR' }, stock: 5 },
]
await world.importFeed(
  [
    line('m1', {
      title: 'Wireless optical mouse',
      brand: 'Logitech',
      gtins: ['5099206027299'],
      variants: price('m1', 1500),
    }),
    line('m2', { title: 'Wireless laser mouse', brand: 'Lenovo' }),
    line('k1', {
      title: 'Wireless keyboard',
      brand: 'Logitech',
      categoryPath: ['Office', 'Keyboards'],
    }),
    line('t1', { title: 'Garden table', categoryPath: ['Home & Garden', 'Tables'] }),
  ].join(''),
)

async function get(path: string) {
  const { body } = await world.app.request('GET', path, { key: world.stranger.key })
  return body
}

async function idOf(externalId: string): Promise<string> {
  const { data } = await get(`/v1/products?sellerId=${world.sellerId}`)
  return data.find((one: { externalId: string }) => one.externalId === externalId).id
}

const idsOf = (body: { data: { externalId: string }[] }) => body.data.map((one) => one.externalId)

t.test('suggestions complete words, categories and brands', async (t) => {
  t.match(await get('/v1/products/suggest?q=wir'), { queries: ['wireless'] })
  t.match(await get('/v1/products/suggest?q=wireless%20m'), { queries: ['wireless mouse'] })
  t.same(
    (await get('/v1/products/suggest?q=garden%20mo')).queries,
    [],
    'what finds nothing is not offered',
  )
  t.match(await get('/v1/products/suggest?q=key'), {
    categories: [{ name: 'Keyboards', path: ['Office', 'Keyboards'] }],
  })
  t.same((await get('/v1/products/suggest?q=l')).brands, ['Lenovo', 'Logitech'])
  t.same((await get('/v1/products/suggest?q=logi')).brands, ['Logitech'])
})

t.test('similar products share the telling words', async (t) => {
  const similar = await get(`/v1/products/${await idOf('m1')}/similar`)
  t.equal(idsOf(similar)[0], 'm2')
  t.notOk(idsOf(similar).includes('m1'), 'not itself')
  t.notOk(idsOf(similar).includes('t1'))
  t.equal((await get('/v1/products/prd_01kaqv3x2qfz4tq4m6b3n5c8d9/similar')).code, 'not_found')
})

t.test('offers of one GTIN are compared by price, or landed price', async (t) => {
  const made = await world.app.database.transaction((db) =>
    ensureSeller(
      db,
      { name: 'Cheap shop', currency: 'EUR', accountId: world.owner.accountId, country: 'DE' },
      new Date(),
    ),
  )
  const upload = await world.app.request(
    'POST',
    `/v1/imports?seller=${ids.seller.encode(made.id)}`,
    {
      key: world.owner.key,
      body: Buffer.from(
        line('x9', {
          title: 'Mouse, optical',
          gtins: ['05099206027299'],
          variants: price('x9', 1200),
        }),
      ),
      headers: { 'content-type': 'application/octet-stream' },
    },
  )
  t.equal(upload.status, 202)
  while ((await runQueuedImports(world.app.database)) > 0);
  const offers = await get(`/v1/products/${await idOf('m1')}/offers`)
  t.same(idsOf(offers), ['x9', 'm1'], 'a GTIN is one with or without its leading zero')
  const landed = await get(`/v1/products/${await idOf('m1')}/offers?shipTo=DE`)
  t.ok(landed.data.every((one: { offer: { delivery: unknown } }) => one.offer.delivery !== null))
  t.same((await get(`/v1/products/${await idOf('t1')}/offers`)).data, [], 'none without a GTIN')
})
