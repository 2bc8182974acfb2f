import t from 'tap'
import { line, shop } from './shop.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

async function stocked(t: Parameters<typeof shop>[0]) {
  const made = await shop(t)
  await made.importFeed(line('a') + line('b'))
  const { app, owner, sellerId } = made
  return {
    ...made,
    post: (path: string, items: object[], key = owner.key, headers = {}) =>
      app.request('POST', `/v1/${path}`, { key, body: { seller: sellerId, items }, headers }),
    async variant(sku: string) {
      const url = `/v1/products?sellerId=${sellerId}`
      const { body } = await app.request('GET', url, { key: owner.key })
      return body.data.find((p: { externalId: string }) => p.externalId === sku).variants[0]
    },
  }
}

t.test('stock is judged item by item', async (t) => {
  const { post, variant } = await stocked(t)
  const { status, body } = await post('stock-updates', [
    { sku: 'a', stock: 9 },
    { sku: 'b', stock: 5 },
    { sku: 'nope', stock: 1 },
    { sku: 'a', stock: 8 },
  ])
  t.equal(status, 200)
  t.match(body, {
    updated: 1,
    unchanged: 1,
    failed: 2,
    items: [
      { sku: 'a', status: 'updated', problem: null },
      { sku: 'b', status: 'unchanged' },
      { sku: 'nope', status: 'failed', variantId: null, problem: { code: 'unknown_sku' } },
      { sku: 'a', status: 'failed', problem: { code: 'duplicate_sku' } },
    ],
  })
  t.equal((await variant('a')).stock, 9)
})

t.test('units that quotes hold are among those the seller counts', async (t) => {
  const { app, post, variant, importFeed } = await stocked(t)
  await app.database.transaction(
    ({ sql }) => sql`update stock_levels set available = 2, held = 3 where variant_id =
      (select id from variants where sku = 'a')`,
  )
  t.match((await post('stock-updates', [{ sku: 'a', stock: 5 }])).body, { unchanged: 1 })
  await post('stock-updates', [{ sku: 'a', stock: 4 }])
  t.equal((await variant('a')).stock, 1)
  await post('stock-updates', [{ sku: 'a', stock: 2 }])
  t.equal((await variant('a')).stock, 0, 'never below zero')
  await importFeed(line('a'))
  t.equal((await variant('a')).stock, 2, 'a feed counts them too')
})

t.test('prices are judged item by item', async (t) => {
  const { post, variant } = await stocked(t)
  const { body } = await post('price-updates', [
    { sku: 'a', priceMinor: 800, compareAtPriceMinor: 1000 },
    { sku: 'b', priceMinor: 1000 },
  ])
  t.match(body, { updated: 1, unchanged: 1, failed: 0 })
  t.match(await variant('a'), {
    price: { amountMinor: 800, currency: 'EUR' },
    compareAtPrice: { amountMinor: 1000 },
  })
  const bad = await post('price-updates', [
    { sku: 'a', priceMinor: 800, compareAtPriceMinor: 700 },
    { sku: 'b', priceMinor: 1, currency: 'QQQ' },
  ])
  t.match(bad.body.items, [
    { problem: { code: 'compare_at_price_too_low' } },
    { problem: { code: 'unknown_currency' } },
  ])
  await post('price-updates', [{ sku: 'a', priceMinor: 1100 }])
  t.equal((await variant('a')).compareAtPrice, null, 'it is not above the price any more')
})

t.test('a moment has its milliseconds, zeros too', async (t) => {
  const { app, post, variant } = await stocked(t)
  for (const [priceMinor, now] of [
    [1, '2031-02-03T04:05:06.000Z'],
    [2, '2031-02-03T04:05:06.700Z'],
    [3, '2031-02-03T04:05:06.789Z'],
  ] as const) {
    app.setNow(new Date(now))
    await post('price-updates', [{ sku: 'a', priceMinor }])
    t.equal((await variant('a')).priceObservedAt, now)
  }
})

t.test('a feed speaks again after a change by other means', async (t) => {
  const { post, variant, importFeed } = await stocked(t)
  await post('price-updates', [{ sku: 'a', priceMinor: 1 }])
  const { body } = await importFeed(line('a') + line('b'))
  t.match(body, { updated: 1, unchanged: 1 })
  t.equal((await variant('a')).price.amountMinor, 1000)
})

t.test('limits, strangers, test keys and repeated requests', async (t) => {
  const { app, seller, stranger, post, variant } = await stocked(t)
  const items = Array.from({ length: 251 }, (_, i) => ({ sku: `s${i}`, stock: 1 }))
  t.equal((await post('stock-updates', items)).status, 400)
  t.equal((await post('stock-updates', [])).status, 400)
  t.equal((await post('stock-updates', [{ sku: 'a', stock: -1 }])).status, 400)
  t.equal((await post('stock-updates', [{ sku: 'a', stock: 1, extra: 1 }])).status, 400)
  t.match(await post('stock-updates', [{ sku: 'a', stock: 1 }], stranger.key), { status: 404 })
  const test = await app.newKey({ mode: 'test', sellerId: seller.id })
  t.match(await post('stock-updates', [{ sku: 'a', stock: 1 }], test.key), {
    status: 403,
    body: { code: 'forbidden' },
  })
  t.equal((await variant('a')).stock, 5, 'nothing of that changed anything')
  const headers = { 'idempotency-key': 'stock-1' }
  const first = await post('stock-updates', [{ sku: 'a', stock: 7 }], undefined, headers)
  const again = await post('stock-updates', [{ sku: 'a', stock: 7 }], undefined, headers)
  t.same(again.body, first.body)
  t.equal(again.headers['idempotent-replayed'], 'true')
})
