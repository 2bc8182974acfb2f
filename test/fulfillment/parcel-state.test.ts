import fc from 'fast-check'
import t from 'tap'
import {
  type ParcelEvent,
  type ParcelState,
  parcelStates,
  phaseOf,
  progressOf,
} from '../../src/fulfillment/parcel-state.ts'

const start = Date.UTC(2026, 0, 1)
const at = (hours: number) => new Date(start + hours * 3_600_000)
const event = (state: ParcelState, hours: number): ParcelEvent => ({ state, occurredAt: at(hours) })
const stateOf = (events: ParcelEvent[]) => progressOf(events)?.state

const anyEvent = fc.record({
  state: fc.constantFrom(...parcelStates),
  // Few distinct hours, so that ties are common.
  occurredAt: fc.integer({ min: 0, max: 12 }).map(at),
})
const history = fc.array(anyEvent, { minLength: 1, maxLength: 12 })

function phaseReached(events: readonly ParcelEvent[]): number {
  return Math.max(-1, ...events.map((one) => phaseOf(one.state) ?? -1))
}

t.test('a parcel without events has no progress', async (t) => {
  t.equal(progressOf([]), null)
})

t.test('events may arrive in any order and any number of times', async (t) => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (events, picks) => {
      const numbers = [...picks.take(events.length * 3)]
      const repeated = [...events, ...events.filter((_, i) => (numbers[i] ?? 0) % 2 === 0)]
      const shuffled = repeated
        .map((one, i) => ({ one, key: numbers[i + events.length] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one)
      t.strictSame(progressOf(shuffled), progressOf(events))
    }),
  )
})

t.test('no event takes a parcel back to an earlier phase', async (t) => {
  fc.assert(
    fc.property(history, anyEvent, (events, another) => {
      const after = progressOf([...events, another])!
      const phase = phaseOf(after.state)
      if (phase !== null) return phase === phaseReached([...events, another])
      return phaseReached(events) < phaseOf('lost')!
    }),
  )
  t.pass('held for every history')
})

t.test(
  'an event older than the current state of its phase or a later one changes nothing',
  async (t) => {
    fc.assert(
      fc.property(history, anyEvent, (events, another) => {
        const before = progressOf(events)!
        const isOlder = another.occurredAt < before.since
        const isNoFurther = (phaseOf(another.state) ?? -1) <= phaseReached(events)
        fc.pre(isOlder && isNoFurther && phaseOf(before.state) !== null)
        return progressOf([...events, another])!.state === before.state
      }),
    )
    t.pass('held for every history')
  },
)

t.test('a delivered parcel stays delivered whatever the carrier repeats', async (t) => {
  const delivered = [event('accepted', 1), event('outForDelivery', 30), event('delivered', 34)]
  for (const state of [
    'labelCreated',
    'inTransit',
    'attemptFailed',
    'exception',
    'lost',
  ] as const) {
    t.equal(stateOf([...delivered, event(state, 40)]), 'delivered', `after a late ${state}`)
  }
  t.same(progressOf([...delivered, event('delivered', 50)])?.deliveredAt, at(34))
})

t.test('a lost parcel that turns up is delivered', async (t) => {
  t.equal(stateOf([event('inTransit', 1), event('lost', 9)]), 'lost')
  t.equal(stateOf([event('inTransit', 1), event('lost', 9), event('delivered', 12)]), 'delivered')
})

t.test('customs may hold and release within one phase', async (t) => {
  const held = [event('inTransit', 1), event('customs', 5), event('customsHeld', 6)]
  t.equal(stateOf(held), 'customsHeld')
  t.equal(stateOf([...held, event('inTransit', 20)]), 'inTransit')
})

t.test('an interruption shows until the parcel is next seen', async (t) => {
  const stuck = [event('outForDelivery', 10), event('exception', 12)]
  t.equal(stateOf(stuck), 'exception')
  t.equal(stateOf([...stuck, event('inTransit', 14)]), 'outForDelivery')
  t.equal(stateOf([...stuck, event('expired', 800)]), 'expired')
})

t.test('the hand-over is the first sign of a carrier, not the label', async (t) => {
  t.equal(progressOf([event('labelCreated', 0)])?.handedOverAt, null)
  const events = [event('labelCreated', 0), event('inTransit', 7), event('accepted', 5)]
  t.same(progressOf(events)?.handedOverAt, at(5))
})

t.test('a returned parcel went back even after it was delivered', async (t) => {
  const events = [event('delivered', 5), event('returning', 90), event('returned', 120)]
  t.equal(stateOf(events), 'returned')
  t.same(progressOf(events)?.deliveredAt, at(5))
})
