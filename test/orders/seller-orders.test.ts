import t from 'tap'
import { ids } from '../../src/core/ids.ts'
import { scopes } from '../../src/core/operation.ts'
import { reconcile } from '../../src/ledger/index.ts'
import {
  recordDelivered,
  recordShipped,
  runDueOrders,
  selectHeldByOrders,
} from '../../src/orders/index.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import {
  balanceOf,
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

const post = (key: TestKey, path: string, body: object = {}) =>
  test.request('POST', `/v1${path}`, { key: key.key, body })
const get = (key: TestKey, path: string) => test.request('GET', `/v1${path}`, { key: key.key })
const day = 86_400_000

async function scene(quantity = 2, stock = 5) {
  const shop = await openShop(test)
  const goods = await shelve(test, shop, { stock })
  const buyer = await openBuyer(test, { amountMinor: 100_000 })
  const { body: order } = await place(test, buyer, orderOf([[goods, quantity]]))
  return { shop, goods, buyer, order, part: order.sellerOrders[0] }
}

type Part = { id: string; lines: { id: string }[] }

function progress(part: Part, quantity: number, at = new Date()) {
  return {
    sellerOrderId: ids.sellerOrder.decode(part.id),
    lines: [{ lineId: ids.orderLine.decode(part.lines[0]!.id), quantity }],
    at,
    actor: 'seller' as const,
  }
}

const ship = (part: Part, quantity: number, at?: Date) =>
  test.database.transaction((db) => recordShipped(db, progress(part, quantity, at)))
const deliver = (part: Part, quantity: number, at?: Date) =>
  test.database.transaction((db) => recordDelivered(db, progress(part, quantity, at)))
const due = ({ accountId }: TestKey, now: number) =>
  test.database.transaction((db) => runDueOrders(db, new Date(now), { mode: 'live', accountId }))

t.test('a seller sees what it received and nobody else does', async (t) => {
  const { shop, buyer, part } = await scene()
  const rival = await openShop(test)
  const list = await get(shop.key, '/seller-orders?acceptance=pending')
  t.match(list.body, { data: [{ id: part.id, shippingAddress: { city: 'Berlin' } }] })
  t.same((await get(rival.key, '/seller-orders')).body.data, [])
  t.match(await get(rival.key, `/seller-orders/${part.id}`), { status: 404 })
  t.match(await post(rival.key, `/seller-orders/${part.id}/accept`), { status: 404 })
  t.match(await get(buyer, '/seller-orders'), { status: 403, body: { code: 'forbidden' } })
})

t.test('what a seller earns is shown to it and to the operator, never to the buyer', async (t) => {
  const { shop, buyer, order, part } = await scene()
  const operator = await test.newKey({ kind: 'operator', scopes: [...scopes, 'operator'] })
  for (const key of [shop.key, operator]) {
    const { body } = await get(key, `/seller-orders/${part.id}`)
    t.match(body.settlement, { goods: { amountMinor: 2000, currency: 'EUR' }, sellerFee: {} })
  }
  t.notOk('settlement' in part, 'not when it is placed')
  const { body } = await get(buyer, `/orders/${order.id}`)
  t.notOk('settlement' in body.sellerOrders[0], 'not when it is read')
  const listed = await get(buyer, '/orders')
  t.notOk(JSON.stringify(listed.body).includes('sellerFee'), 'not in lists')
})

t.test('accepting some and naming a later day refunds the rest', async (t) => {
  const { shop, goods, buyer, order, part } = await scene()
  const backOrderedUntil = new Date(Date.now() + 20 * day).toISOString()
  const unavailable = [{ lineId: part.lines[0].id, quantity: 1 }]
  const body = { unavailable, backOrderedUntil }
  const accepted = await post(shop.key, `/seller-orders/${part.id}/accept`, body)
  t.match(accepted, {
    status: 200,
    body: {
      acceptance: 'accepted',
      status: 'processing',
      backOrderedUntil,
      refunded: { amountMinor: 1000 },
      lines: [{ quantity: 2, cancelledQuantity: 1 }],
    },
  })
  const again = await post(shop.key, `/seller-orders/${part.id}/accept`)
  t.same(again.body, accepted.body, 'accepting again changes nothing')
  t.equal(await balanceOf(test, buyer.accountId), 100_000 - 2490 + 1000)
  t.equal((await stockOf(test, goods)).available, 4)
  t.match((await get(buyer, `/orders/${order.id}`)).body, { paymentStatus: 'partiallyRefunded' })
})

t.test('rejecting refunds the part and puts its units back', async (t) => {
  const { shop, goods, buyer, part } = await scene()
  const body = { reason: 'outOfStock' }
  const rejected = await post(shop.key, `/seller-orders/${part.id}/reject`, body)
  t.match(rejected.body, {
    status: 'cancelled',
    acceptance: 'rejected',
    cancelReason: 'outOfStock',
  })
  t.same((await post(shop.key, `/seller-orders/${part.id}/reject`, body)).body, rejected.body)
  t.equal(await balanceOf(test, buyer.accountId), 100_000)
  t.same(await stockOf(test, goods), { available: 5, held: 0 })
  t.match(await post(shop.key, `/seller-orders/${part.id}/accept`), { status: 409 })
})

t.test('nobody answering until acceptBy rejects and refunds', async (t) => {
  const { buyer, order, part } = await scene()
  t.equal(await due(buyer, Date.parse(part.acceptBy) - 1), 0)
  t.equal(await due(buyer, Date.parse(part.acceptBy) + 1), 1)
  t.equal(await due(buyer, Date.parse(part.acceptBy) + 1), 0)
  t.match((await get(buyer, `/orders/${order.id}`)).body, {
    status: 'cancelled',
    paymentStatus: 'refunded',
    sellerOrders: [{ acceptance: 'rejected', cancelReason: 'notAccepted' }],
  })
})

t.test('what is accepted and never sent is refunded in the end', async (t) => {
  const { shop, buyer, order, part } = await scene()
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  await ship(part, 1)
  t.equal(await due(buyer, Date.parse(part.promise.shipBy) + 9 * day), 0)
  t.equal(await due(buyer, Date.parse(part.promise.shipBy) + 11 * day), 1)
  t.match((await get(buyer, `/orders/${order.id}`)).body, {
    status: 'shipped',
    refunded: { amountMinor: 1000 },
    sellerOrders: [{ lines: [{ cancelledQuantity: 1, shippedQuantity: 1 }] }],
  })
})

t.test('units shipped and delivered move the headline and repeats do not', async (t) => {
  const { buyer, order, part } = await scene(3)
  const status = async () => (await get(buyer, `/orders/${order.id}`)).body.status
  await ship(part, 1)
  t.equal(await status(), 'partiallyShipped')
  await ship(part, 2)
  t.equal(await status(), 'shipped')
  await t.rejects(ship(part, 1), { code: 'conflict' })
  await deliver(part, 1)
  await deliver(part, 2)
  t.equal(await status(), 'delivered')
  await deliver(part, 3)
  t.match((await get(buyer, `/orders/${order.id}`)).body.sellerOrders[0].lines, [
    { shippedQuantity: 3, deliveredQuantity: 3 },
  ])
  const events = await get(buyer, '/events?limit=100')
  const types = events.body.data.map((event: { type: string }) => event.type)
  t.same(
    types.filter((type: string) => type.startsWith('order.')),
    ['order.created', 'order.partiallyShipped', 'order.shipped', 'order.delivered'],
  )
  const history = await get(buyer, `/orders/${order.id}/history`)
  t.match(history.body.moves, [
    { move: 'order.created', actor: 'buyer', sellerOrderId: null },
    { move: 'order.partiallyShipped', actor: 'seller', sellerOrderId: part.id },
    { move: 'order.shipped', status: 'shipped' },
    { move: 'order.delivered', status: 'delivered' },
  ])
})

t.test('the buyer’s confirmation releases the money', async (t) => {
  const { shop, buyer, order, part } = await scene()
  const confirm = () => post(buyer, `/orders/${order.id}/confirm`)
  t.match(await confirm(), { status: 409, body: { code: 'conflict' } })
  await ship(part, 2)
  const waiting = await get(buyer, `/orders/${order.id}/money`)
  t.match(waiting.body.holdings, [
    { holder: 'escrow', amount: { amountMinor: 2490 }, release: 'buyerConfirmsOrProtectionEnds' },
  ])
  const done = await confirm()
  t.match(done.body, { status: 'completed', sellerOrders: [{ status: 'completed' }] })
  t.same((await confirm()).body, done.body, 'confirming again changes nothing')
  const money = await get(buyer, `/orders/${order.id}/money`)
  const held = Object.fromEntries(
    money.body.holdings.map((each: { holder: string; amount: { amountMinor: number } }) => [
      each.holder,
      each.amount.amountMinor,
    ]),
  )
  const received = await get(shop.key, `/seller-orders/${part.id}`)
  const { sellerFee, transactionFee } = received.body.settlement
  t.same(held, {
    seller: 2490 - sellerFee.amountMinor - transactionFee.amountMinor,
    sellerFee: sellerFee.amountMinor,
    transactionFee: transactionFee.amountMinor,
  })
  t.match(money.body.timeline, [{ kind: 'placement' }, { kind: 'release' }])
})

t.test('without a word the protection window releases the money', async (t) => {
  const { buyer, order, part } = await scene()
  await ship(part, 2)
  await deliver(part, 2)
  const { body } = await get(buyer, `/orders/${order.id}`)
  const ends = Date.parse(body.sellerOrders[0].protectionEndsAt)
  t.equal(await due(buyer, ends - 1), 0)
  t.equal(await due(buyer, ends + 1), 1)
  t.match((await get(buyer, `/orders/${order.id}`)).body, { status: 'completed' })
})

t.test('a cancellation that comes too late is refused', async (t) => {
  const { shop, buyer, order, part } = await scene()
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  await post(buyer, `/orders/${order.id}/cancel`)
  await ship(part, 2)
  const { body } = await get(buyer, `/orders/${order.id}`)
  t.match(body.cancellations, [{ status: 'rejected' }], 'sending answers the request')
  t.match(await post(buyer, `/orders/${order.id}/cancel`), {
    status: 409,
    body: { code: 'conflict', orderStatus: 'shipped' },
  })
})

t.test('a seller cancels what it cannot send after all', async (t) => {
  const { shop, goods, buyer, part } = await scene()
  await post(shop.key, `/seller-orders/${part.id}/accept`)
  const units = [{ lineId: part.lines[0].id, quantity: 1 }]
  const some = await post(shop.key, `/seller-orders/${part.id}/cancel`, {
    reason: 'outOfStock',
    units,
  })
  t.match(some.body, { status: 'processing', refunded: { amountMinor: 1000 } })
  const rest = await post(shop.key, `/seller-orders/${part.id}/cancel`, { reason: 'outOfStock' })
  t.match(rest.body, { status: 'cancelled', refunded: { amountMinor: 2490 } })
  t.equal(await balanceOf(test, buyer.accountId), 100_000)
  t.equal((await stockOf(test, goods)).available, 5)
})

t.test('the operator stops a part until the hold is lifted', async (t) => {
  const { shop, buyer, order, part } = await scene()
  const operator = await test.newKey({ kind: 'operator', scopes: ['operator'] })
  const path = `/seller-orders/${part.id}`
  t.match(await post(shop.key, `${path}/hold`, { reason: 'x' }), { status: 403 })
  const held = await post(operator, `${path}/hold`, { reason: 'Fraud check' })
  t.match(held.body, { status: 'onHold', holdReason: 'Fraud check' })
  t.match((await get(buyer, `/orders/${order.id}/money`)).body.holdings, [
    { holder: 'escrow', release: 'holdIsLifted', at: null },
  ])
  await t.rejects(ship(part, 1), { code: 'conflict' })
  t.equal(await due(buyer, Date.parse(part.acceptBy) + 1), 0, 'its clock stands still')
  t.match((await post(operator, `${path}/resume`)).body, { status: 'processing', heldAt: null })
  t.match(await post(operator, `${path}/resume`), { status: 409 })
  t.equal(await due(buyer, Date.parse(part.acceptBy) + 1), 1)
})

t.test('after all that the books are balanced', async (t) => {
  const books = await reconcile(test.database, selectHeldByOrders)
  t.same(
    books.checks.flatMap(({ findings }) => findings),
    [],
  )
})
