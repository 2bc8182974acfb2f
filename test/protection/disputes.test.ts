import t from 'tap'
import { runDueOrders } from '../../src/orders/index.ts'
import { runDueDisputes } from '../../src/protection/index.ts'
import { act, findings, open, openMarket, owed, sentOrder, walletOf } from './sent-order.ts'

const market = await openMarket(t)

t.test('a claim that the seller accepts is paid from escrow at once', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  const before = await walletOf(order)
  const opened = await open(order, {
    evidence: [{ url: 'https://photos.example/1.jpg', note: 'the box' }],
  })
  t.equal(opened.status, 201)
  t.match(opened.body, {
    status: 'open',
    claimed: { amountMinor: order.totalMinor },
    waitingFor: 'seller',
    whenDue: 'refundClaimed',
  })
  t.equal(opened.body.steps[0].evidence[0].note, 'the box')
  const part = await order.test.request('GET', `/v1/seller-orders/${order.partId}`, {
    key: order.shop.key.key,
  })
  t.equal(part.body.afterSaleStatus, 'open')

  const closed = await act(order, order.shop.key, opened.body.id, 'respond', { answer: 'accept' })
  t.match(closed.body, {
    status: 'refunded',
    refunded: { amountMinor: order.totalMinor },
    closedBy: 'seller',
    waitingFor: null,
    dueAt: null,
  })
  t.equal(await walletOf(order), before + order.totalMinor)
  t.strictSame(await findings(order), [])

  order.pass(40)
  await order.test.database.transaction((db) => runDueOrders(db, order.now()))
  t.equal(await owed(order), 0, 'nothing is left to release')
  t.strictSame(await findings(order), [])
})

t.test(
  'money waits in escrow while a dispute is open, and is released when it is withdrawn',
  async (t) => {
    const order = await sentOrder(market)
    await order.deliver()
    const { body: dispute } = await open(order)
    order.pass(40)
    const due = () => order.test.database.transaction((db) => runDueOrders(db, order.now()))
    t.equal(await due(), 0)
    t.equal(await owed(order), 0)
    const confirmed = await order.test.request('POST', `/v1/orders/${order.orderId}/confirm`, {
      key: order.buyer.key,
      body: {},
    })
    t.not(confirmed.status, 200, 'not even the buyer releases what is disputed')
    t.match((await act(order, order.buyer, dispute.id, 'withdraw')).body, {
      status: 'withdrawn',
      refunded: { amountMinor: 0 },
    })
    t.equal(await due(), 1)
    t.ok((await owed(order)) > 0)
    t.strictSame(await findings(order), [])
  },
)

t.test('an offer is taken by the buyer, or by silence', async (t) => {
  for (const way of ['accept', 'silence']) {
    const order = await sentOrder(market)
    await order.deliver()
    const before = await walletOf(order)
    const { body: dispute } = await open(order)
    const offered = await act(order, order.shop.key, dispute.id, 'respond', {
      answer: 'offer',
      amountMinor: 1234,
    })
    t.match(offered.body, {
      status: 'offered',
      offered: { amountMinor: 1234 },
      waitingFor: 'buyer',
      whenDue: 'refundOffered',
    })
    if (way === 'accept') await act(order, order.buyer, dispute.id, 'accept-offer')
    else {
      order.pass(8)
      t.equal(await endDue(order), 1)
    }
    t.equal(await walletOf(order), before + 1234, way)
    const { body } = await order.test.request('GET', `/v1/disputes/${dispute.id}`, {
      key: order.buyer.key,
    })
    t.match(body, { status: 'refunded', closedBy: way === 'accept' ? 'buyer' : 'clock' })
    t.strictSame(await findings(order), [])
  }
})

function endDue(order: Awaited<ReturnType<typeof sentOrder>>): Promise<number> {
  return order.test.database.transaction((db) => runDueDisputes(db, order.now()))
}

t.test('silence ends every state against whoever is asked', async (t) => {
  const cases = [
    { steps: [], days: 6, status: 'refunded', paid: 'all' },
    { steps: ['contest'], days: 8, status: 'rejected', paid: 'nothing' },
    { steps: ['contest', 'escalate'], days: 11, status: 'refunded', paid: 'all' },
  ]
  for (const { steps, days, status, paid } of cases) {
    const order = await sentOrder(market)
    await order.deliver()
    const before = await walletOf(order)
    const { body: dispute } = await open(order)
    for (const step of steps) {
      const answer =
        step === 'contest'
          ? await act(order, order.shop.key, dispute.id, 'respond', { answer: 'contest' })
          : await act(order, order.buyer, dispute.id, 'escalate')
      t.equal(answer.status, 200, step)
    }
    t.equal(await endDue(order), 0, 'not before its time')
    order.pass(days)
    t.equal(await endDue(order), 1)
    t.equal(await endDue(order), 0, 'once')
    const { body } = await order.test.request('GET', `/v1/disputes/${dispute.id}`, {
      key: order.buyer.key,
    })
    t.match(body, { status, closedBy: 'clock', dueAt: null })
    t.equal(await walletOf(order), before + (paid === 'all' ? order.totalMinor : 0))
    t.strictSame(await findings(order), [])
  }
})

t.test('the platform decides what was escalated, in part if it likes', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  const before = await walletOf(order)
  const { body: dispute } = await open(order)
  await act(order, order.shop.key, dispute.id, 'respond', {
    answer: 'contest',
    note: 'It was fine.',
  })
  await act(order, order.buyer, dispute.id, 'escalate')
  const foul = await act(order, order.shop.key, dispute.id, 'decide', {
    decision: 'reject',
    note: 'I win.',
  })
  t.equal(foul.status, 403)
  const decided = await act(order, order.operator, dispute.id, 'decide', {
    decision: 'refund',
    amountMinor: 2000,
    note: 'Half of it is broken.',
  })
  t.match(decided.body, {
    status: 'refunded',
    refunded: { amountMinor: 2000 },
    closedBy: 'platform',
    decisionNote: 'Half of it is broken.',
  })
  t.equal(await walletOf(order), before + 2000)
  const outcome = await order.test.database.read(
    ({ sql }) => sql`select kind, reason from seller_outcomes
      where is_problem and seller_id = ${order.shop.sellerId}`,
  )
  t.strictSame([...outcome], [{ kind: 'goods', reason: 'disputeUpheld' }])
  const again = await act(order, order.operator, dispute.id, 'decide', {
    decision: 'refund',
    note: 'Once more.',
  })
  t.equal(again.body.code, 'conflict')
  t.strictSame(await findings(order), [])
})

t.test(
  'not arrived can be claimed from the promised day to the end of the protection',
  async (t) => {
    const order = await sentOrder(market)
    const early = await open(order, { reason: 'notReceived' })
    t.equal(early.status, 409)
    t.equal(early.body.code, 'dispute_too_early')
    const openableAt = new Date(early.body.openableAt)
    order.test.setNow(openableAt)
    const opened = await open(order, { reason: 'notReceived' })
    t.equal(opened.status, 201)
    await act(order, order.buyer, opened.body.id, 'withdraw')
    order.test.setNow(new Date(openableAt.getTime() + 16 * 86_400_000))
    const late = await open(order, { reason: 'notReceived' })
    t.equal(late.body.code, 'dispute_too_late')
  },
)

t.test('a claim is by line and unit, and no more than was sent and paid', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  const { lineId } = order
  const lines = (quantity: number) => ({ lines: [{ orderLineId: lineId, quantity }] })
  const tooMany = await open(order, lines(5))
  t.equal(tooMany.status, 400)
  t.equal(tooMany.body.errors[0].pointer, '#/lines/0/quantity')
  const tooMuch = await open(order, { ...lines(1), amountMinor: 1001 })
  t.equal(tooMuch.body.errors[0].pointer, '#/amountMinor')
  const one = await open(order, lines(1))
  t.equal(one.body.claimed.amountMinor, 1000, 'without shipping')
  const second = await open(order, lines(1))
  t.equal(second.body.code, 'conflict')
  t.equal(second.body.disputeId, one.body.id)
  await act(order, order.shop.key, one.body.id, 'respond', { answer: 'accept' })
  const rest = await open(order)
  t.equal(rest.body.claimed.amountMinor, order.totalMinor - 1000)
  await act(order, order.shop.key, rest.body.id, 'respond', { answer: 'accept' })
  const nothing = await open(order)
  t.equal(nothing.body.code, 'conflict', 'all of it went back')
  t.strictSame(await findings(order), [])
})

t.test('each side acts in its turn, and strangers see nothing', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  const { body: dispute } = await open(order)
  const stranger = await order.test.newKey()
  const otherShop = await order.test.newKey({ sellerId: '01900000-0000-7000-8000-000000000009' })
  for (const who of [stranger, otherShop]) {
    const seen = await order.test.request('GET', `/v1/disputes/${dispute.id}`, { key: who.key })
    t.equal(seen.status, 404)
    t.equal((await act(order, who, dispute.id, 'withdraw')).status, 404)
    const listed = await order.test.request('GET', '/v1/disputes', { key: who.key })
    t.strictSame(listed.body.data, [])
  }
  t.equal((await act(order, order.shop.key, dispute.id, 'withdraw')).status, 403)
  t.equal((await act(order, order.buyer, dispute.id, 'respond', { answer: 'accept' })).status, 403)
  t.equal((await act(order, order.buyer, dispute.id, 'accept-offer')).status, 409)
  t.equal((await act(order, order.buyer, dispute.id, 'escalate')).status, 409)
  for (const who of [order.buyer, order.shop.key, order.operator]) {
    const listed = await order.test.request('GET', '/v1/disputes?status=open', { key: who.key })
    t.equal(listed.body.data[0].id, dispute.id)
  }
  const evidence = [{ url: 'https://photos.example/2.jpg' }]
  const added = await act(order, order.shop.key, dispute.id, 'evidence', { evidence })
  t.equal(added.status, 201)
  t.match(added.body.steps.at(-1), { actor: 'seller', action: 'addEvidence' })
  const bad = await act(order, order.buyer, dispute.id, 'evidence', {
    evidence: [{ url: 'javascript:alert(1)' }],
  })
  t.equal(bad.status, 400)
})

t.test('one GraphQL document shows an order with its claims and what they paid', async (t) => {
  const order = await sentOrder(market)
  await order.deliver()
  const { body: dispute } = await open(order)
  await act(order, order.shop.key, dispute.id, 'respond', { answer: 'accept' })
  const { body } = await order.test.graphql(
    `query ($id: ID!) {
      getOrder(id: $id) {
        refunds { total { amountMinor } }
        disputes { id status seller { name } refunds { disputeId } steps { action } }
      }
    }`,
    { key: order.buyer.key, variables: { id: order.orderId } },
  )
  t.strictSame(body.errors, undefined)
  t.match(body.data.getOrder, {
    refunds: [{ total: { amountMinor: order.totalMinor } }],
    disputes: [{ id: dispute.id, status: 'REFUNDED', refunds: [{ disputeId: dispute.id }] }],
  })
  t.match(body.data.getOrder.disputes[0].seller.name, /^Shop/)
})
