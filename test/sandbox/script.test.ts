import t from 'tap'
import { progressOf } from '../../src/fulfillment/parcel-state.ts'
import { carrierScript, sellerScript, type TimedStep } from '../../src/sandbox/script.ts'

const start = new Date('2026-05-01T00:00:00.000Z')
const stepMs = 1000

function eventsOf(steps: readonly TimedStep[]) {
  return steps.flatMap(({ step, dueAt }) =>
    step.type === 'event' ? [{ state: step.state, occurredAt: dueAt }] : [],
  )
}

t.test('a seller accepts before it ships, and only where it has not', async (t) => {
  const types = (isAccepted: boolean) =>
    sellerScript(isAccepted, start, stepMs).map(({ step }) => step.type)
  t.same(types(false), ['accept', 'ship'])
  t.same(types(true), ['ship'])
})

t.test('steps follow each other one step apart', async (t) => {
  const times = carrierScript({ start, stepMs, shipFrom: 'CN', shipTo: 'DE', city: 'Berlin' }).map(
    ({ dueAt }) => dueAt.getTime() - start.getTime(),
  )
  t.same(times, [1000, 2000, 3000, 4000])
})

t.test('a parcel sees customs only where it crosses a border, and always arrives', async (t) => {
  for (const [shipFrom, shipTo, crosses] of [
    ['CN', 'DE', true],
    ['DE', 'DE', false],
    [null, 'DE', false],
  ] as const) {
    const events = eventsOf(carrierScript({ start, stepMs, shipFrom, shipTo, city: null }))
    t.equal(
      events.some(({ state }) => state === 'customs'),
      crosses,
    )
    t.equal(progressOf(events)?.state, 'delivered')
  }
})
