import t from 'tap'
import { runDueCancellations } from '../../src/orders/index.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import {
  balanceOf,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  type Shop,
  shelve,
  stockOf,
} from './shop.ts'

let test: TestApp
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
})
t.afterEach(() => test.setNow(undefined))

const post = (key: TestKey, path: string, body: object = {}) =>
  test.request('POST', `/v1${path}`, { key: key.key, body })
const get = (key: TestKey, path: string) => test.request('GET', `/v1${path}`, { key: key.key })

async function ordered(shop: Shop, quantity = 2) {
  const goods = await shelve(test, shop, { stock: 5 })
  const buyer = await openBuyer(test, { amountMinor: 100_000 })
  const { body: order } = await place(test, buyer, orderOf([[goods, quantity]]))
  return { goods, buyer, order, part: order.sellerOrders[0] }
}

t.test('before acceptance cancelling is direct and gives everything back', async (t) => {
  const { goods, buyer, order } = await ordered(await openShop(test))
  const preview = await get(buyer, `/orders/${order.id}/cancellation-preview`)
  t.match(preview.body, {
    refund: { amountMinor: 2490 },
    parts: [{ outcome: 'cancelled', refund: { amountMinor: 2490 }, kept: { amountMinor: 0 } }],
  })
  const cancelled = await post(buyer, `/orders/${order.id}/cancel`, { reason: 'duplicate' })
  t.match(cancelled, {
    status: 200,
    body: {
      status: 'cancelled',
      paymentStatus: 'refunded',
      fulfillmentStatus: 'cancelled',
      refunded: { amountMinor: 2490 },
      sellerOrders: [{ status: 'cancelled', cancelReason: 'duplicate' }],
    },
  })
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
  t.equal(await balanceOf(test, buyer.accountId), 100_000)
  const again = await post(buyer, `/orders/${order.id}/cancel`)
  t.same(again.body, cancelled.body, 'cancelling again changes nothing')
})

t.test('after acceptance the seller is asked and may agree', async (t) => {
  const shop = await openShop(test)
  const { goods, buyer, order, part } = await ordered(shop)
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  const asked = await post(buyer, `/orders/${order.id}/cancel`, { note: 'Please' })
  t.match(asked.body, {
    status: 'processing',
    cancellations: [{ status: 'requested', note: 'Please', refund: { amountMinor: 2490 } }],
  })
  const [request] = asked.body.cancellations
  const twice = await post(buyer, `/orders/${order.id}/cancel`)
  t.equal(twice.body.cancellations.length, 1, 'asking again does not ask twice')
  t.match(await post(buyer, `/cancellations/${request.id}/accept`), { status: 404 })
  const agreed = await post(shop.key, `/cancellations/${request.id}/accept`)
  t.match(agreed, { status: 200, body: { status: 'accepted' } })
  t.match((await get(buyer, `/orders/${order.id}`)).body, {
    status: 'cancelled',
    paymentStatus: 'refunded',
    cancellations: [{ status: 'accepted' }],
  })
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
  t.equal(await balanceOf(test, buyer.accountId), 100_000)
  t.match(await post(shop.key, `/cancellations/${request.id}/reject`), {
    status: 409,
    body: { code: 'conflict' },
  })
})

t.test('the seller may refuse, or not answer in time', async (t) => {
  const shop = await openShop(test)
  const { buyer, order, part } = await ordered(shop)
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  const first = await post(buyer, `/orders/${order.id}/cancel`)
  const [request] = first.body.cancellations
  const refused = await post(shop.key, `/cancellations/${request.id}/reject`, { note: 'Packed' })
  t.match(refused.body, { status: 'rejected', decisionNote: 'Packed' })
  const second = await post(buyer, `/orders/${order.id}/cancel`)
  const later = new Date(Date.parse(second.body.cancellations[1].respondBy) + 1)
  const expire = () => test.database.transaction((db) => runDueCancellations(db, later))
  t.equal(await expire(), 1)
  t.equal(await expire(), 0)
  const read = await get(buyer, `/orders/${order.id}`)
  t.match(read.body, { status: 'processing', refunded: { amountMinor: 0 } })
  t.match(read.body.cancellations, [{ status: 'rejected' }, { status: 'expired' }])
})

t.test('one part of several is cancelled alone', async (t) => {
  const [one, two] = [await openShop(test), await openShop(test)]
  const [lamp, chair] = [await shelve(test, one), await shelve(test, two)]
  const buyer = await openBuyer(test, { amountMinor: 100_000 })
  const { body: order } = await place(test, buyer, orderOf([lamp, chair]))
  const [first, second] = order.sellerOrders
  const body = { sellerOrderId: first.id }
  const after = await post(buyer, `/orders/${order.id}/cancel`, body)
  t.match(after.body, {
    status: 'processing',
    paymentStatus: 'partiallyRefunded',
    refunded: first.total,
    sellerOrders: [{ status: 'cancelled' }, { id: second.id, status: 'processing' }],
  })
  t.equal(
    await balanceOf(test, buyer.accountId),
    100_000 - order.total.amountMinor + first.total.amountMinor,
  )
  t.match(await post(buyer, `/orders/${order.id}/cancel`, { sellerOrderId: order.id }), {
    status: 400,
  })
  const { order: foreign } = await ordered(one)
  const other = { sellerOrderId: foreign.sellerOrders[0].id }
  t.match(await post(buyer, `/orders/${order.id}/cancel`, other), { status: 404 })
})

t.test('an address may be mended until a seller accepts', async (t) => {
  const shop = await openShop(test)
  const { buyer, order, part } = await ordered(shop)
  const url = `/v1/orders/${order.id}/shipping-address`
  const put = (shippingAddress: object) =>
    test.request('PUT', url, { key: buyer.key, body: { shippingAddress } })
  const munich = { ...order.shippingAddress, city: 'München', postalCode: '80331' }
  t.match((await put(munich)).body, { shippingAddress: munich })
  t.match(await put({ ...munich, country: 'AT', postalCode: '1010' }), {
    status: 400,
    body: { errors: [{ pointer: '#/shippingAddress/country' }] },
  })
  t.match(await put({ ...munich, postalCode: 'x' }), { status: 422 })
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  t.match(await put(munich), { status: 409, body: { code: 'conflict' } })
  const seen = await get(shop.key, `/seller-orders/${part.id}`)
  t.match(seen.body, { shippingAddress: { city: 'München' } })
})
