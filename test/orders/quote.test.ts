import t from 'tap'
import { runDueOrders } from '../../src/orders/index.ts'
import { releaseExpiredHolds } from '../../src/orders/queries-quote.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import {
  balanceOf,
  berlin,
  type Goods,
  openBuyer,
  openShipping,
  openShop,
  place,
  shelve,
  stockOf,
} from './shop.ts'

let test: TestApp
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
  await openShipping(test, 'express', 1290)
  await test.database.transaction(
    ({ sql }) => sql`update shipping_rates set max_days = 2, min_days = 1 where base_minor = 1290`,
  )
})
t.afterEach(() => test.setNow(undefined))

function quote(buyer: TestKey, goods: Goods, extra: object = {}, quantity = 1) {
  const lines = [{ variantId: goods.wireId, quantity }]
  const body = { lines, shippingAddress: berlin, ...extra }
  return test.request('POST', '/v1/quotes', { key: buyer.key, body })
}

async function reprice(goods: Goods, priceMinor: number) {
  await test.database.transaction(
    ({ sql }) => sql`update variants set price_minor = ${priceMinor} where id = ${goods.variantId}`,
  )
}

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

t.test('a quote is what the order then costs', async (t) => {
  const goods = await shelve(test, await openShop(test), { priceMinor: 1500 })
  const buyer = await openBuyer(test)
  const quoted = await quote(buyer, goods, {}, 2)
  t.match(quoted, {
    status: 201,
    body: {
      status: 'open',
      goods: { amountMinor: 3000 },
      shipping: { amountMinor: 490 },
      total: { amountMinor: 3490, currency: 'EUR' },
      parts: [
        { shippingOption: { code: 'standard' }, lines: [{ unitPrice: { amountMinor: 1500 } }] },
      ],
      destination: { country: 'DE', postalCode: '10178' },
      isHoldingStock: false,
    },
  })
  const { p50At, p90At, shipBy } = quoted.body.parts[0].promise
  t.ok(shipBy < p50At && p50At <= p90At, 'dates are in order')
  const order = await place(test, buyer, { quoteId: quoted.body.id })
  t.match(order, { status: 201, body: { total: quoted.body.total, quoteId: quoted.body.id } })
  const read = await test.request('GET', `/v1/quotes/${quoted.body.id}`, { key: buyer.key })
  t.match(read.body, { status: 'redeemed', orderId: order.body.id })
  t.match(await place(test, buyer, { quoteId: quoted.body.id }), {
    status: 409,
    body: { code: 'quote_used', orderId: order.body.id },
  })
})

t.test('the fastest option, or one named, is chosen', async (t) => {
  const shop = await openShop(test)
  const goods = await shelve(test, shop)
  const buyer = await openBuyer(test)
  const fastest = await quote(buyer, goods, { shippingPreference: 'fastest' })
  t.match(fastest.body, { shipping: { amountMinor: 1290 } })
  const choice = { sellerId: shop.wireId, optionCode: 'express' }
  const named = await quote(buyer, goods, { shippingChoices: [choice] })
  t.match(named.body.parts, [{ shippingOption: { code: 'express' } }])
  const wrong = { ...choice, optionCode: 'pigeon' }
  t.match(await quote(buyer, goods, { shippingChoices: [wrong] }), {
    status: 422,
    body: { code: 'shipping_service_not_available' },
  })
})

t.test('a price that rose is refused by name; one that fell is given', async (t) => {
  const shop = await openShop(test)
  const [dearer, cheaper] = [await shelve(test, shop), await shelve(test, shop)]
  const buyer = await openBuyer(test)
  const [one, two] = [await quote(buyer, dearer), await quote(buyer, cheaper)]
  await reprice(dearer, 1100)
  await reprice(cheaper, 900)
  const refused = await place(test, buyer, { quoteId: one.body.id })
  t.match(refused, {
    status: 409,
    body: {
      code: 'price_changed',
      moved: [
        { component: 'goods', byMinor: 100 },
        { component: 'total', byMinor: 100 },
        { component: 'goods', variantId: dearer.wireId, expected: { amountMinor: 1000 } },
      ],
    },
  })
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000)
  const maxTotal = { amountMinor: 1590, currency: 'EUR' }
  const agreed = await place(test, buyer, { quoteId: one.body.id, maxTotal })
  t.match(agreed, { status: 201, body: { total: { amountMinor: 1590 } } })
  const lower = await place(test, buyer, { quoteId: two.body.id })
  t.match(lower, { status: 201, body: { total: { amountMinor: 1390 } } })
})

t.test('an expired quote says what a new one would cost', async (t) => {
  const goods = await shelve(test, await openShop(test))
  const buyer = await openBuyer(test)
  const quoted = await quote(buyer, goods)
  await reprice(goods, 1050)
  test.setNow(later(31))
  t.match(await place(test, buyer, { quoteId: quoted.body.id }), {
    status: 409,
    body: {
      code: 'quote_expired',
      expiredAt: quoted.body.expiresAt,
      price: { total: { amountMinor: 1540 } },
      moved: [{ component: 'goods', byMinor: 50 }, { component: 'total' }, { component: 'goods' }],
    },
  })
  const read = await test.request('GET', `/v1/quotes/${quoted.body.id}`, { key: buyer.key })
  t.equal(read.body.status, 'expired')
})

t.test('held stock is the quote’s until it is ordered or expires', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 5 })
  const [buyer, rival] = [await openBuyer(test), await openBuyer(test)]
  const kept = await quote(buyer, goods, { holdStock: true }, 4)
  t.equal(kept.body.isHoldingStock, true)
  t.same(await stockOf(test, goods), { available: 1, held: 4 })
  t.match(await quote(rival, goods, { holdStock: true }, 2), { body: { code: 'out_of_stock' } })
  const order = await place(test, buyer, { quoteId: kept.body.id })
  t.equal(order.status, 201)
  t.same(await stockOf(test, goods), { available: 1, held: 0 })
  await quote(rival, goods, { holdStock: true })
  t.same(await stockOf(test, goods), { available: 0, held: 1 })
  const release = (now: Date) => test.database.transaction((db) => releaseExpiredHolds(db, now, 10))
  t.equal(await release(later(29)), 0)
  t.equal(await release(later(31)), 1)
  t.same(await stockOf(test, goods), { available: 1, held: 0 })
  t.equal(await release(later(31)), 0, 'given back once')
})

t.test('the quote settles what it settled', async (t) => {
  const goods = await shelve(test, await openShop(test))
  const buyer = await openBuyer(test)
  const lines = [{ variantId: goods.wireId, quantity: 1 }]
  const { body } = await test.request('POST', '/v1/quotes', {
    key: buyer.key,
    body: { lines, destination: { country: 'DE' } },
  })
  const refusals: [string, object][] = [
    ['#/lines', { quoteId: body.id, lines }],
    ['#/shippingAddress', { quoteId: body.id }],
    [
      '#/shippingAddress/country',
      { quoteId: body.id, shippingAddress: { ...berlin, country: 'AT' } },
    ],
  ]
  for (const [pointer, request] of refusals) {
    t.match(await place(test, buyer, request), { status: 400, body: { errors: [{ pointer }] } })
  }
  const placed = await place(test, buyer, { quoteId: body.id, shippingAddress: berlin })
  t.equal(placed.status, 201)
  const rival = await openBuyer(test)
  t.match(await place(test, rival, { quoteId: body.id }), { status: 404 })
  t.match(await test.request('POST', '/v1/quotes', { key: buyer.key, body: { lines } }), {
    status: 400,
    body: { errors: [{ pointer: '#/destination' }] },
  })
})

t.test('the rate of exchange is fixed in a quote', async (t) => {
  const shop = await openShop(test)
  const goods = await shelve(test, shop, { priceMinor: 10_000, currency: 'USD' })
  const buyer = await openBuyer(test)
  const publish = (rate: string) =>
    test.database.transaction(async ({ sql }) => {
      await sql`insert into exchange_rates (base, quote, date, rate, source)
        values ('EUR', 'USD', current_date, ${rate}, 'test')
        on conflict (base, quote, date) do update set rate = excluded.rate`
      await sql`insert into policy_versions (name, version) values ('exchangeRates', gen_random_uuid())
        on conflict (name) do update set version = excluded.version`
    })
  await publish('1.25')
  const quoted = await quote(buyer, goods, { currency: 'EUR' })
  t.match(quoted.body, {
    goods: { amountMinor: 8000, currency: 'EUR' },
    parts: [{ lines: [{ listPrice: { amountMinor: 10_000, currency: 'USD' } }] }],
    rates: [{ from: 'USD', to: 'EUR', rate: '0.8' }],
  })
  await publish('1.00')
  const placed = await place(test, buyer, { quoteId: quoted.body.id })
  t.match(placed, { status: 201, body: { goods: { amountMinor: 8000, currency: 'EUR' } } })
  const path = `/v1/seller-orders/${placed.body.sellerOrders[0].id}`
  const received = await test.request('GET', path, { key: shop.key.key })
  t.match(received.body.settlement.goods, { amountMinor: 10_000, currency: 'USD' })
  t.equal(await test.database.transaction((db) => runDueOrders(db, new Date())), 0)
})
