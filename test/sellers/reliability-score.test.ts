import fc from 'fast-check'
import t from 'tap'
import {
  addOutcome,
  countedRateOf,
  decayTally,
  emptyTallies,
  emptyTally,
  halfLifeDays,
  outcomeKinds,
  platformRateOf,
  scoreSeller,
  type Tallies,
  type Tally,
} from '../../src/sellers/reliability-score.ts'

const day = 86_400_000
const tallyOf = (orders: number, problems: number, weight = 1): Tally => ({
  orders,
  problems,
  weightedOrders: orders * weight,
  weightedProblems: problems * weight,
})
const anyTally = fc
  .tuple(fc.nat(500), fc.nat(500), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b, weight]) => tallyOf(Math.max(a, b), Math.min(a, b), weight))
const anyTallies: fc.Arbitrary<Tallies> = fc.record({
  cancellation: anyTally,
  handover: anyTally,
  delivery: anyTally,
  goods: anyTally,
})

t.test('an order weighs half after 90 days and a quarter after 180', async (t) => {
  const fresh = addOutcome(emptyTally, true)
  t.equal(decayTally(fresh, halfLifeDays * day).weightedOrders, 0.5)
  t.equal(decayTally(fresh, 2 * halfLifeDays * day).weightedProblems, 0.25)
  t.equal(decayTally(fresh, 2 * halfLifeDays * day).orders, 1, 'the plain count stays')
})

t.test('a seller without orders is counted at the rate of the platform', async (t) => {
  t.equal(countedRateOf(emptyTally, 0.08).countedAs, 0.08)
})

t.test('ten average orders are lent to each seller', async (t) => {
  // 2.9 of 41 weighted orders beside a platform rate of 8 %: (2.9 + 0.8) / 51.
  const tally = { orders: 63, problems: 4, weightedOrders: 41, weightedProblems: 2.9 }
  t.equal(countedRateOf(tally, 0.08).countedAs.toFixed(4), '0.0725')
})

t.test('an empty platform starts from stated rates and forgets them as orders come', async (t) => {
  t.equal(platformRateOf('handover', emptyTally), 0.05)
  const settled = platformRateOf('handover', tallyOf(100_000, 20_000))
  t.ok(Math.abs(settled - 0.2) < 0.001, 'only the evidence counts by then')
})

t.test(
  'the score is the chain of the three rates, and points lost add up to what is missing',
  async (t) => {
    fc.assert(
      fc.property(anyTallies, anyTallies, fc.nat(1000), (own, all, known) => {
        const { expected, components } = scoreSeller(own, all, known)
        const rate = (kind: string) => components.find((one) => one.kind === kind)!.countedAs
        const chain =
          100 * (1 - rate('cancellation')) * (1 - rate('handover')) * (1 - rate('goods'))
        const lost = components.reduce((sum, one) => sum + one.pointsLost, 0)
        return Math.abs(expected - chain) < 1e-9 && Math.abs(expected + lost - 100) < 1e-9
      }),
    )
    t.pass('held for all tallies')
  },
)

t.test(
  'one more problem never raises a score and one more good order never lowers it',
  async (t) => {
    fc.assert(
      fc.property(
        anyTallies,
        anyTallies,
        fc.constantFrom(...outcomeKinds),
        fc.boolean(),
        (own, all, kind, isProblem) => {
          const before = scoreSeller(own, all, 50).expected
          const more = { ...own, [kind]: addOutcome(own[kind], isProblem) }
          const after = scoreSeller(more, all, 51).expected
          return isProblem ? after <= before + 1e-9 : after >= before - 1e-9
        },
      ),
    )
    t.pass('held for all tallies')
  },
)

t.test('what the carrier did late costs the seller nothing', async (t) => {
  const all = emptyTallies()
  const punctual = scoreSeller({ ...emptyTallies(), delivery: tallyOf(80, 0) }, all, 80)
  const late = scoreSeller({ ...emptyTallies(), delivery: tallyOf(80, 80) }, all, 80)
  t.equal(late.score, punctual.score)
  t.ok(late.components.find((one) => one.kind === 'delivery')!.countedAs > 0.8, 'but it is shown')
})

t.test('a new seller has no score and no penalty', async (t) => {
  const all: Tallies = { ...emptyTallies(), handover: tallyOf(10_000, 500) }
  const newcomer = scoreSeller(emptyTallies(), all, 0)
  t.equal(newcomer.score, null)
  t.equal(newcomer.isNew, true)
  const average = scoreSeller({ ...emptyTallies(), handover: tallyOf(1000, 50) }, all, 1000)
  t.ok(Math.abs(newcomer.expected - average.expected) < 0.1, 'expected to be like the others')
  t.equal(scoreSeller(emptyTallies(), all, 5).isNew, false)
})

t.test(
  'three good orders do not make a perfect seller, and the band narrows with orders',
  async (t) => {
    const few = countedRateOf(tallyOf(3, 0), 0.08)
    const many = countedRateOf(tallyOf(300, 0), 0.08)
    t.ok(few.countedAs > 0.05)
    t.ok(many.high - many.low < few.high - few.low)
    t.ok(few.low >= 0 && few.high <= 1)
  },
)
