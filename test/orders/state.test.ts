import fc from 'fast-check'
import t from 'tap'
import {
  advance,
  cancelUnits,
  deliverUnits,
  fulfillmentOf,
  headlineOf,
  isFinal,
  type LineCounts,
  type OrderStatus,
  openUnits,
  orderStatuses,
  paymentOf,
  rankOf,
  shipUnits,
} from '../../src/orders/state.ts'

const line = (quantity: number, cancelled = 0, shipped = 0, delivered = 0): LineCounts => ({
  quantity,
  cancelledQuantity: cancelled,
  shippedQuantity: shipped,
  deliveredQuantity: delivered,
})

const facts = (
  lines: LineCounts[],
  extra: { isPaid?: boolean; isOnHold?: boolean; isCompleted?: boolean } = {},
) => ({ isPaid: true, isOnHold: false, isCompleted: false, ...extra, lines })

t.test('each headline follows from its facts', async (t) => {
  const cases: [OrderStatus, ReturnType<typeof facts>][] = [
    ['awaitingPayment', facts([line(2)], { isPaid: false })],
    ['processing', facts([line(2)])],
    ['onHold', facts([line(2)], { isOnHold: true })],
    ['partiallyShipped', facts([line(2, 0, 1), line(1)])],
    ['partiallyShipped', facts([line(2, 0, 1)], { isOnHold: true })],
    ['shipped', facts([line(2, 1, 1), line(1, 0, 1)])],
    ['shipped', facts([line(2, 0, 2, 1)])],
    ['delivered', facts([line(2, 0, 2, 2), line(3, 3)])],
    ['completed', facts([line(2, 0, 2, 2)], { isCompleted: true })],
    ['cancelled', facts([line(2, 2), line(1, 1)])],
  ]
  for (const [expected, given] of cases) t.equal(headlineOf(given), expected)
})

t.test('fulfilment is a separate fact from the headline', async (t) => {
  t.equal(fulfillmentOf([line(2)]), 'unfulfilled')
  t.equal(fulfillmentOf([line(2, 0, 1)]), 'partiallyShipped')
  t.equal(fulfillmentOf([line(2, 0, 2)]), 'shipped')
  t.equal(fulfillmentOf([line(2, 0, 2, 1)]), 'partiallyDelivered')
  t.equal(fulfillmentOf([line(2, 1, 1, 1)]), 'delivered')
  t.equal(fulfillmentOf([line(2, 2)]), 'cancelled')
})

t.test('payment says what was charged and what went back', async (t) => {
  t.equal(paymentOf({ isPaid: false, totalMinor: 5, refundedMinor: 0 }), 'awaitingPayment')
  t.equal(paymentOf({ isPaid: true, totalMinor: 5, refundedMinor: 0 }), 'paid')
  t.equal(paymentOf({ isPaid: true, totalMinor: 5, refundedMinor: 4 }), 'partiallyRefunded')
  t.equal(paymentOf({ isPaid: true, totalMinor: 5, refundedMinor: 5 }), 'refunded')
})

t.test('a final headline is never left and a late fact never downgrades', async () => {
  const status = fc.constantFrom(...orderStatuses)
  fc.assert(
    fc.property(status, status, (current, derived) => {
      const next = advance(current, derived)
      if (isFinal(current) && next !== current) return false
      return rankOf(next) >= rankOf(current) && (next === current || next === derived)
    }),
  )
})

type Move = { kind: 'ship' | 'deliver' | 'cancel'; line: number; units: number }
const moves = fc.array(
  fc.record<Move>({
    kind: fc.constantFrom('ship', 'deliver', 'cancel'),
    line: fc.nat(2),
    units: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 40 },
)

function apply(counts: LineCounts, move: Move): LineCounts {
  if (move.kind === 'ship') return shipUnits(counts, move.units) ?? counts
  if (move.kind === 'cancel') return cancelUnits(counts, move.units) ?? counts
  return deliverUnits(counts, move.units)
}

t.test('under any moves in any order the derived headline only goes forward', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
      moves,
      (quantities, steps) => {
        const lines = quantities.map((quantity) => line(quantity))
        let rank = rankOf(headlineOf(facts(lines)))
        for (const step of steps) {
          lines[step.line] = apply(lines[step.line]!, step)
          const next = rankOf(headlineOf(facts(lines)))
          if (next < rank) return false
          rank = next
        }
        return lines.every(
          (each) =>
            openUnits(each) >= 0 &&
            each.deliveredQuantity <= each.shippedQuantity &&
            each.shippedQuantity + each.cancelledQuantity <= each.quantity,
        )
      },
    ),
    { numRuns: 500 },
  )
})
