import t from 'tap'
import { checkSavedSearches } from '../../src/catalog/check-saved-searches.ts'
import { recordSales } from '../../src/catalog/index.ts'
import { ids } from '../../src/core/ids.ts'
import { line, shop } from './shop.ts'

const world = await shop(t)
const { app, stranger } = world
const call = async (method: string, path: string, body?: unknown) =>
  await app.request(method, path, { key: stranger.key, body })
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

async function news() {
  const { body } = await call('GET', '/v1/events?type=savedSearch.matched')
  return body.data.map(
    (event: { data?: unknown; payload?: unknown }) => event.payload ?? event.data,
  )
}

t.test('a saved search tells of each new product once', async (t) => {
  await world.importFeed(line('old', { title: 'Red lamp' }))
  const made = await call('POST', '/v1/saved-searches', {
    name: 'Red lamps',
    search: { q: 'red lamp', priceMax: 5000, currency: 'EUR' },
  })
  t.equal(made.status, 201)
  t.match(made.body, { name: 'Red lamps', matchCount: 0, lastMatchAt: null })
  await checkSavedSearches(app.database, later(1))
  t.same(await news(), [], 'what was there before is not new')

  await world.importFeed(
    line('new', { title: 'Red lamp, large' }) +
      line('dear', {
        title: 'Red lamp of gold',
        variants: [{ sku: 'dear', price: { amountMinor: 900_000, currency: 'EUR' }, stock: 1 }],
      }),
  )
  await checkSavedSearches(app.database, later(3))
  await checkSavedSearches(app.database, later(5))
  const told = await news()
  t.equal(told.length, 1, 'once')
  const found = await call('GET', '/v1/products/search?q=large%20red%20lamp&limit=1')
  t.match(told, [{ savedSearchId: made.body.id, productIds: [found.body.data[0].id] }])
  const { body: list } = await call('GET', '/v1/saved-searches')
  t.match(list, { data: [{ id: made.body.id, matchCount: 1 }], nextCursor: null })

  const foreign = await app.request('DELETE', `/v1/saved-searches/${made.body.id}`, {
    key: world.owner.key,
  })
  t.equal(foreign.body.code, 'not_found', 'another account has none of it')
  t.equal((await call('DELETE', `/v1/saved-searches/${made.body.id}`)).status, 200)
  t.same((await call('GET', '/v1/saved-searches')).body.data, [])
})

t.test('a search that cannot run is not saved', async (t) => {
  const { body } = await call('POST', '/v1/saved-searches', {
    name: 'No destination',
    search: { q: 'lamp', deliveryDaysMax: 3 },
  })
  t.match(body, { code: 'invalid_request', errors: [{ pointer: '#/deliveryDaysMax' }] })
})

t.test('a subscription, it needs the scopes of webhooks', async (t) => {
  const { key } = await app.newKey({ scopes: ['products:read', 'webhooks:read'] })
  const body = { name: 'Lamps', search: { q: 'lamp' } }
  const refused = await app.request('POST', '/v1/saved-searches', { key, body })
  t.match(refused, { status: 403, body: { requiredScope: 'webhooks:write' } })
  t.equal((await app.request('GET', '/v1/saved-searches', { key })).status, 200)
})

t.test('trending is what sells more than it did', async (t) => {
  await world.importFeed(line('hit', { title: 'Hit' }) + line('slow', { title: 'Slow' }))
  const { body } = await call('GET', `/v1/products?sellerId=${world.sellerId}`)
  const variantOf = (externalId: string) =>
    ids.variant.decode(
      body.data.find((one: { externalId: string }) => one.externalId === externalId).variants[0].id,
    )
  t.same((await call('GET', '/v1/products/trending')).body.data, [])
  await app.database.transaction(async (db) => {
    await recordSales(db, [{ variantId: variantOf('slow'), quantity: 3 }])
    await db.sql`update product_sales set day = day - 8`
    await recordSales(db, [
      { variantId: variantOf('hit'), quantity: 9 },
      { variantId: variantOf('slow'), quantity: 2 },
    ])
  })
  const trending = await call('GET', '/v1/products/trending?days=7')
  t.match(trending.body.data, [
    { product: { externalId: 'hit' }, reason: 'rising', unitsSold: 9, unitsSoldBefore: 0 },
    { product: { externalId: 'slow' }, reason: 'falling', unitsSold: 2, unitsSoldBefore: 3 },
  ])
  const { body: best } = await call('GET', '/v1/products/search?sort=bestSelling&limit=1')
  t.equal(best.data[0].externalId, 'hit', 'sorting by sales sees them too')
})
