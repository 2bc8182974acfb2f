import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { runDueOrders } from '../../src/orders/index.ts'
import {
  findings,
  open,
  openMarket,
  owed,
  type SentOrder,
  sentOrder,
  walletOf,
} from './sent-order.ts'

const market = await openMarket(t)

function refund(order: SentOrder, extra: Record<string, unknown> = {}, idempotencyKey = newId()) {
  return order.test.request('POST', `/v1/orders/${order.orderId}/refunds`, {
    key: order.shop.key.key,
    body: { sellerOrderId: order.partId, reason: 'goodwill', ...extra },
    headers: { 'idempotency-key': idempotencyKey },
  })
}

async function release(order: SentOrder) {
  await order.deliver()
  order.pass(40)
  await order.test.database.transaction((db) => runDueOrders(db, order.now()))
}

t.test('a seller refunds units, amounts and shipping, never more than was paid', async (t) => {
  const order = await sentOrder(market)
  const before = await walletOf(order)
  const { lineId: orderLineId } = order
  const units = await refund(order, { lines: [{ orderLineId, quantity: 1 }] })
  t.equal(units.status, 201)
  t.match(units.body, { total: { amountMinor: 1000 }, goods: { amountMinor: 1000 } })
  const idempotencyKey = newId()
  const body = { lines: [{ orderLineId, amountMinor: 1 }], shippingMinor: 490 }
  const amounts = await refund(order, body, idempotencyKey)
  t.match(amounts.body, { total: { amountMinor: 491 }, shipping: { amountMinor: 490 } })
  t.strictSame((await refund(order, body, idempotencyKey)).body, amounts.body, 'a retry')
  const tooMuch = await refund(order, { lines: [{ orderLineId, amountMinor: 3000 }] })
  t.equal(tooMuch.body.errors[0].pointer, '#/lines/0')
  const shipping = await refund(order, {
    lines: [{ orderLineId, amountMinor: 1 }],
    shippingMinor: 1,
  })
  t.equal(shipping.body.errors[0].pointer, '#/shippingMinor')
  const rest = await refund(order)
  t.equal(rest.body.total.amountMinor, order.totalMinor - 1491)
  t.equal(await walletOf(order), before + order.totalMinor)
  t.equal((await refund(order)).body.code, 'conflict')
  const listed = await order.test.request('GET', `/v1/orders/${order.orderId}/refunds`, {
    key: order.buyer.key,
  })
  t.strictSame(
    listed.body.data.map((row: { id: string }) => row.id),
    [rest.body.id, amounts.body.id, units.body.id],
  )
  t.strictSame(await findings(order), [])
})

t.test('refunds at the same moment give back what was paid, once', async (t) => {
  const order = await sentOrder(market)
  const before = await walletOf(order)
  const answers = await Promise.all(Array.from({ length: 6 }, () => refund(order)))
  t.equal(answers.filter(({ status }) => status === 201).length, 1)
  t.equal(answers.filter(({ body }) => body.code === 'conflict').length, 5)
  t.equal(await walletOf(order), before + order.totalMinor)
  t.strictSame(await findings(order), [])
})

t.test('after release everyone who earned gives back its share, to the cent', async (t) => {
  for (const currency of ['EUR', 'USD']) {
    const order = await sentOrder(market, { currency })
    const before = await walletOf(order)
    await release(order)
    const earned = await owed(order)
    t.ok(earned > 0)
    const { lineId: orderLineId } = order
    await refund(order, { lines: [{ orderLineId, amountMinor: 777 }] })
    const left = await owed(order)
    t.ok(left < earned && left > 0, currency)
    t.equal(await walletOf(order), before + 777)
    t.strictSame(await findings(order), [])
    await refund(order)
    t.equal(await walletOf(order), before + order.totalMinor)
    t.equal(await owed(order), 0, 'what the seller got is what it gave back')
    const fees = await order.test.database.read(
      ({ sql }) => sql`
        select account, e.currency from ledger_entries e
        join ledger_transactions t on t.id = e.transaction_id
        where account not in ('wallet', 'fx') and t.order_id = ${ids.order.decode(order.orderId)}
        group by account, e.currency having sum(amount_minor) <> 0`,
    )
    t.strictSame([...fees], [], 'nobody keeps anything of a sale undone')
    t.strictSame(await findings(order), [])
  }
})

t.test('what a seller was paid out already becomes its debt', async (t) => {
  const order = await sentOrder(market)
  await release(order)
  const earned = await owed(order)
  order.pass(1)
  await order.test.request('POST', '/v1/payout-batches', {
    key: order.operator.key,
    body: { currency: 'EUR', minimumMinor: 1 },
    headers: { 'idempotency-key': newId() },
  })
  t.equal(await owed(order), 0)
  await refund(order)
  t.equal(await owed(order), -earned)
  t.strictSame(await findings(order), [])
})

t.test('a claim opened before release and a refund of the seller never pay twice', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  await open(order)
  const refused = await refund(order)
  t.equal(refused.body.code, 'conflict')
})

t.test('only the seller of the part and the operator refund; only parties see', async (t) => {
  const order = await sentOrder(market)
  const path = `/v1/orders/${order.orderId}/refunds`
  const body = { sellerOrderId: order.partId, reason: 'goodwill' }
  const headers = { 'idempotency-key': newId() }
  const buyer = await order.test.request('POST', path, { key: order.buyer.key, body, headers })
  t.equal(buyer.status, 404)
  const made = await refund(order, { lines: [{ orderLineId: order.lineId, quantity: 1 }] })
  const stranger = await order.test.newKey()
  t.equal((await order.test.request('GET', path, { key: stranger.key })).status, 404)
  const one = `/v1/refunds/${made.body.id}`
  t.equal((await order.test.request('GET', one, { key: stranger.key })).status, 404)
  for (const who of [order.buyer, order.shop.key, order.operator]) {
    t.strictSame((await order.test.request('GET', one, { key: who.key })).body, made.body)
  }
})

t.test('what was not sent is cancelled, not refunded', async (t) => {
  const order = await sentOrder(market)
  await order.test.database.transaction(
    ({ sql }) => sql`update order_lines set shipped_quantity = 1
      where id = ${ids.orderLine.decode(order.lineId)}`,
  )
  const { lineId: orderLineId } = order
  const answer = await refund(order, { lines: [{ orderLineId, quantity: 2 }] })
  t.equal(answer.status, 400)
  const all = await refund(order)
  t.equal(all.body.total.amountMinor, 1000)
})
