import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { type TestApp, testApp } from '../support/app.ts'
import {
  balanceOf,
  berlin,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
  stockOf,
} from './shop.ts'

let test: TestApp
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
})

t.test('an order is priced, paid and taken from stock at once', async (t) => {
  const [one, two] = [await openShop(test), await openShop(test)]
  const lamp = await shelve(test, one, { priceMinor: 1999, stock: 5 })
  const chair = await shelve(test, two, { priceMinor: 8900, stock: 2 })
  const buyer = await openBuyer(test, { amountMinor: 20_000 })
  const placed = await place(test, buyer, orderOf([[lamp, 2], chair], { note: 'Ring twice' }))
  t.equal(placed.status, 201)
  t.match(placed.body, {
    status: 'processing',
    paymentStatus: 'paid',
    fulfillmentStatus: 'unfulfilled',
    goods: { amountMinor: 2 * 1999 + 8900, currency: 'EUR' },
    shipping: { amountMinor: 980 },
    total: { amountMinor: 13_878 },
    charged: { amountMinor: 13_878, currency: 'EUR' },
    shippingAddress: berlin,
    note: 'Ring twice',
  })
  t.equal(placed.body.sellerOrders.length, 2)
  t.equal(await balanceOf(test, buyer.accountId), 20_000 - 13_878)
  t.same(await stockOf(test, lamp), { available: 3, held: 0 })
  t.same(await stockOf(test, chair), { available: 1, held: 0 })
  const read = await test.request('GET', `/v1/orders/${placed.body.id}`, { key: buyer.key })
  t.same(read.body, placed.body, 'reading it answers the same')
})

t.test('the same request and key answer the same order', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 9 })
  const buyer = await openBuyer(test)
  const key = newId()
  const first = await place(test, buyer, orderOf([goods]), key)
  const second = await place(test, buyer, orderOf([goods]), key)
  t.same(second.body, first.body)
  t.equal(second.headers['idempotent-replayed'], 'true')
  t.equal((await stockOf(test, goods)).available, 8)
  const other = await place(test, buyer, orderOf([[goods, 2]]), key)
  t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } })
  const none = await test.request('POST', '/v1/orders', { key: buyer.key, body: orderOf([goods]) })
  t.match(none, { status: 400, body: { code: 'idempotency_key_required' } })
})

t.test('lines of one variant are counted together', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 3 })
  const buyer = await openBuyer(test)
  const refused = await place(test, buyer, orderOf([[goods, 2], goods, goods]))
  t.match(refused, {
    status: 409,
    body: {
      code: 'out_of_stock',
      errors: [{ pointer: '#/lines/0/quantity' }, {}, {}],
      lines: [{ variantId: goods.wireId, requested: 2, available: 3 }, {}, {}],
    },
  })
  t.same(await stockOf(test, goods), { available: 3, held: 0 }, 'nothing was taken')
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000, 'nothing was charged')
  t.equal((await place(test, buyer, orderOf([[goods, 2], goods]))).status, 201)
})

t.test('a total above maxTotal is refused with what moved and nothing is charged', async (t) => {
  const goods = await shelve(test, await openShop(test), { priceMinor: 2000, stock: 5 })
  const buyer = await openBuyer(test)
  const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
  const body = orderOf([goods], {
    maxTotal: eur(2300),
    expected: { goods: eur(1810), shipping: eur(490) },
  })
  t.match(await place(test, buyer, body), {
    status: 409,
    body: {
      code: 'price_changed',
      limit: eur(2300),
      price: { total: eur(2490) },
      moved: [
        { component: 'goods', expected: eur(1810), actual: eur(2000), byMinor: 190 },
        { component: 'total', byMinor: 190 },
      ],
    },
  })
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000)
})

t.test('a wallet that holds too little pays nothing', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 5 })
  const buyer = await openBuyer(test, { amountMinor: 1489 })
  t.match(await place(test, buyer, orderOf([goods])), {
    status: 402,
    body: { code: 'insufficient_funds', balanceMinor: 1489, neededMinor: 1490 },
  })
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
})

t.test('a client reference is used once', async (t) => {
  const goods = await shelve(test, await openShop(test))
  const [buyer, other] = [await openBuyer(test), await openBuyer(test)]
  const body = orderOf([goods], { clientReference: 'PO-1' })
  const first = await place(test, buyer, body)
  t.equal(first.body.clientReference, 'PO-1')
  t.match(await place(test, buyer, body), {
    status: 409,
    body: { code: 'client_reference_used', orderId: first.body.id },
  })
  t.equal((await place(test, other, body)).status, 201, 'of another account it is another')
  const found = await test.request('GET', '/v1/orders?clientReference=PO-1', { key: buyer.key })
  t.match(found.body, { data: [{ id: first.body.id }], nextCursor: null })
})

t.test('an address is judged by its country and nothing happens before', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 5 })
  const buyer = await openBuyer(test)
  const shippingAddress = { ...berlin, postalCode: '1017', phone: '12' }
  const refused = await place(test, buyer, orderOf([goods], { shippingAddress }))
  t.match(refused, { status: 422, body: { code: 'invalid_address' } })
  t.same(
    refused.body.errors.map((error: { pointer: string }) => error.pointer),
    ['#/shippingAddress/postalCode', '#/shippingAddress/phone'],
  )
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
})

t.test('what was left out or cannot be is refused with its pointer', async (t) => {
  const goods = await shelve(test, await openShop(test))
  const buyer = await openBuyer(test)
  const { lines, ...noLines } = orderOf([goods])
  const { shippingAddress, ...noAddress } = orderOf([goods])
  const { maxTotal, ...noLimit } = orderOf([goods])
  const cases: [string, object][] = [
    ['#/lines', noLines],
    ['#/shippingAddress', noAddress],
    ['#/maxTotal', noLimit],
    ['#/lines', orderOf([])],
    ['#/lines/0/quantity', orderOf([[goods, 0]])],
    ['#/lines/0/quantity', orderOf([[goods, -1]])],
    ['#/lines/0/quantity', orderOf([[goods, 1e9]])],
    ['#/lines/0/variantId', { ...noLines, lines: [{ ...lines[0], variantId: 'var_x' }] }],
    ['#/currency', orderOf([goods], { currency: 'XYZ' })],
    ['#/maxTotal/currency', orderOf([goods], { currency: 'USD' })],
    ['#/surprise', orderOf([goods], { surprise: true })],
  ]
  for (const [pointer, body] of cases) {
    const refused = await place(test, buyer, body)
    t.match(refused, { status: 400, body: { code: 'invalid_request' } }, pointer)
    t.ok(
      refused.body.errors.some((error: { pointer: string }) => error.pointer === pointer),
      `${pointer}: ${JSON.stringify(refused.body.errors)}`,
    )
  }
  t.ok(shippingAddress && maxTotal)
})

t.test('unknown and retired goods are told apart', async (t) => {
  const shop = await openShop(test)
  const [gone, never] = [await shelve(test, shop), await shelve(test, shop)]
  const buyer = await openBuyer(test)
  await test.database.transaction(async ({ sql }) => {
    await sql`update variants set status = 'retired' where id = ${gone.variantId}`
    await sql`delete from variants where id = ${never.variantId}`
  })
  t.match(await place(test, buyer, orderOf([never])), {
    status: 400,
    body: { errors: [{ pointer: '#/lines/0/variantId', code: 'unknown_variant' }] },
  })
  t.match(await place(test, buyer, orderOf([gone])), {
    status: 422,
    body: { code: 'not_on_sale', errors: [{ pointer: '#/lines/0/variantId' }] },
  })
})

t.test('a seller that accepts by itself starts with an accepted part', async (t) => {
  const shop = await openShop(test, { isAutoAccepting: true })
  const goods = await shelve(test, shop)
  const placed = await place(test, await openBuyer(test), orderOf([goods]))
  const [part] = placed.body.sellerOrders
  t.equal(part.acceptance, 'accepted')
  t.equal(part.acceptedAt, part.placedAt)
})

t.test('a test order leaves live stock and money alone', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 2 })
  const buyer = await openBuyer(test, { mode: 'test' })
  const placed = await place(test, buyer, orderOf([[goods, 2]]))
  t.equal(placed.status, 201)
  t.same(await stockOf(test, goods), { available: 2, held: 0 })
  t.match(await place(test, buyer, orderOf([[goods, 3]])), { body: { code: 'out_of_stock' } })
  const live = await test.newKey({ account: `live of ${buyer.accountId}` })
  const read = await test.request('GET', `/v1/orders/${placed.body.id}`, { key: live.key })
  t.equal(read.status, 404)
})

t.test('another account cannot see the order', async (t) => {
  const goods = await shelve(test, await openShop(test))
  const placed = await place(test, await openBuyer(test), orderOf([goods]))
  const other = await openBuyer(test)
  for (const path of ['', '/money', '/cancellation-preview']) {
    const url = `/v1/orders/${placed.body.id}${path}`
    t.match(await test.request('GET', url, { key: other.key }), { status: 404 }, url)
  }
  const url = `/v1/orders/${placed.body.id}/cancel`
  t.match(await test.request('POST', url, { key: other.key, body: {} }), { status: 404 })
})
