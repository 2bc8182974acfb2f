import fc from 'fast-check'
import t from 'tap'
import {
  type KnownOutcomes,
  type Outcome,
  outcomesOf,
  type SellerOrderNews,
} from '../../src/sellers/order-cause.ts'

const start = Date.UTC(2026, 0, 1)
const on = (days: number) => new Date(start + days * 86_400_000)
const shipBy = on(3)
const deliverBy = on(10)

/** What ends up recorded after news in the given order; a problem, once recorded, stays. */
function recorded(news: readonly SellerOrderNews[]): Map<string, Outcome> {
  const rows = new Map<string, Outcome>()
  for (const one of news) {
    const known: KnownOutcomes = {}
    for (const row of rows.values()) known[row.kind] = row.isProblem
    for (const outcome of outcomesOf(one, known)) {
      const before = rows.get(outcome.kind)
      if (!before || (!before.isProblem && outcome.isProblem)) rows.set(outcome.kind, outcome)
    }
  }
  return rows
}

const scoredProblems = (rows: Map<string, Outcome>) =>
  [...rows.values()].filter((row) => row.isProblem && row.kind !== 'delivery')

t.test('a punctual order counts well for every kind', async (t) => {
  const rows = recorded([
    { type: 'handedOver', at: on(1), shipBy },
    { type: 'delivered', at: on(8), deliverBy },
    { type: 'settledWell', at: on(20) },
  ])
  t.same([...rows.keys()].sort(), ['cancellation', 'delivery', 'goods', 'handover'])
  t.equal(scoredProblems(rows).length, 0)
})

t.test(
  'a missed deadline is known when it passes, and the late hand-over adds nothing',
  async (t) => {
    const rows = recorded([
      { type: 'shipByPassed', shipBy },
      { type: 'handedOver', at: on(6), shipBy },
      { type: 'delivered', at: on(15), deliverBy },
      { type: 'badReview', at: on(16) },
      { type: 'disputeUpheld', at: on(20), reason: 'goods' },
    ])
    t.equal(rows.get('handover')?.knownAt.getTime(), shipBy.getTime())
    t.equal(rows.get('handover')?.reason, 'shipByPassed')
    t.same(
      scoredProblems(rows).map((row) => row.kind),
      ['handover'],
    )
  },
)

t.test('late news of a hand-over is dated at the deadline it missed', async (t) => {
  const [handover] = outcomesOf({ type: 'handedOver', at: on(5), shipBy }, {})
  t.match(handover, { isProblem: true, reason: 'handedOverLate', knownAt: shipBy })
})

t.test('a hand-over in time stays in time though the deadline passes later', async (t) => {
  const rows = recorded([
    { type: 'handedOver', at: on(1), shipBy },
    { type: 'shipByPassed', shipBy },
    { type: 'handedOver', at: on(6), shipBy },
  ])
  t.equal(scoredProblems(rows).length, 0)
})

t.test('an order cancelled by the seller counts once, and only as cancelled', async (t) => {
  const rows = recorded([
    { type: 'cancelledBySeller', at: on(1), reason: 'outOfStock' },
    { type: 'shipByPassed', shipBy },
  ])
  t.same([...rows.keys()], ['cancellation'])
})

t.test('a late delivery after a punctual hand-over is not the seller’s', async (t) => {
  const rows = recorded([
    { type: 'handedOver', at: on(1), shipBy },
    { type: 'delivered', at: on(30), deliverBy },
    { type: 'badReview', at: on(31) },
  ])
  t.equal(rows.get('delivery')?.isProblem, true)
  t.equal(scoredProblems(rows).length, 0, 'the bad review is about the wait')
})

t.test('goods that a dispute found wanting count even when the carrier was late', async (t) => {
  const rows = recorded([
    { type: 'handedOver', at: on(1), shipBy },
    { type: 'delivered', at: on(30), deliverBy },
    { type: 'disputeUpheld', at: on(33), reason: 'goods' },
  ])
  t.match(rows.get('goods'), { isProblem: true, reason: 'disputeUpheld' })
})

t.test(
  'a parcel that never came after a punctual hand-over does not count as bad goods',
  async (t) => {
    const rows = recorded([
      { type: 'handedOver', at: on(1), shipBy },
      { type: 'disputeUpheld', at: on(60), reason: 'notReceived' },
    ])
    t.equal(scoredProblems(rows).length, 0)
  },
)

t.test('a complaint after a settled order still counts', async (t) => {
  const rows = recorded([
    { type: 'handedOver', at: on(1), shipBy },
    { type: 'delivered', at: on(8), deliverBy },
    { type: 'settledWell', at: on(20) },
    { type: 'badReview', at: on(22) },
  ])
  t.equal(rows.get('goods')?.isProblem, true)
})

const anyNews: fc.Arbitrary<SellerOrderNews> = fc.oneof(
  fc.nat(20).map((d) => ({ type: 'handedOver' as const, at: on(d), shipBy })),
  fc.constant({ type: 'shipByPassed' as const, shipBy }),
  fc.nat(20).map((d) => ({
    type: 'cancelledBySeller' as const,
    at: on(d),
    reason: 'outOfStock' as const,
  })),
  fc.nat(40).map((d) => ({ type: 'delivered' as const, at: on(d), deliverBy })),
  fc.nat(40).map((d) => ({ type: 'badReview' as const, at: on(d) })),
  fc.nat(40).map((d) => ({ type: 'disputeUpheld' as const, at: on(d), reason: 'goods' as const })),
  fc.nat(40).map((d) => ({ type: 'settledWell' as const, at: on(d) })),
)

t.test('whatever happens, in whatever order, an order gets one cause at the most', async (t) => {
  fc.assert(
    fc.property(fc.array(anyNews, { maxLength: 10 }), (news) => {
      return scoredProblems(recorded(news)).length <= 1
    }),
  )
  t.pass('held for every history')
})
