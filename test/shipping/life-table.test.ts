import fc from 'fast-check'
import t from 'tap'
import {
  chanceOfMissing,
  datesOf,
  deliveryDistribution,
  type KnownTimes,
  remainingDays,
} from '../../src/shipping/estimate.ts'
import {
  chanceAfter,
  convolve,
  countWaiting,
  dayNumber,
  distributionOf,
  emptyLifeTable,
  endOfDay,
  type LifeTable,
  longestDays,
  mixHazards,
  quantileDays,
  windowHazards,
} from '../../src/shipping/life-table.ts'

const total = (chances: readonly number[]) => chances.reduce((all, chance) => all + chance, 0)
const forever = Number.POSITIVE_INFINITY

function tableOf(waits: readonly (number | null)[], today = 100): LifeTable {
  const table = emptyLifeTable()
  for (const wait of waits) {
    const waiting = { startDay: 50, doneDay: wait === null ? null : 50 + wait }
    countWaiting(table, waiting, today, forever)
  }
  return table
}

t.test('a table counts parcels at risk and done by age, open ones too', async (t) => {
  const table = tableOf([1, 2, 2, null], 53)
  t.same(table, { atRisk: [4, 4, 3], done: [0, 1, 2] })
})

t.test('what is not over at the end of yesterday counts as open', async (t) => {
  t.same(tableOf([3], 53), { atRisk: [1, 1, 1], done: [0, 0, 0] })
  t.same(tableOf([0], 50), { atRisk: [], done: [] })
})

t.test('a parcel done before it was filed counts as done at once', async (t) => {
  const table = emptyLifeTable()
  countWaiting(table, { startDay: 50, doneDay: 48 }, 100, forever)
  t.same(table, { atRisk: [1], done: [1] })
})

t.test('memory fades by half in each half-life', async (t) => {
  const table = emptyLifeTable()
  countWaiting(table, { startDay: 40, doneDay: 40 }, 100, 60)
  t.same(table, { atRisk: [0.5], done: [0.5] })
})

t.test('without history the promise is what was stated', async (t) => {
  const chances = distributionOf(mixHazards(windowHazards(10, 25), [], 20))
  t.equal(quantileDays(chances, 0.9), 25)
  t.equal(chanceAfter(chances, 9), 1)
  t.equal(quantileDays(distributionOf(mixHazards(windowHazards(0, 0), [], 5)), 0.9), 0)
  const promised = (handlingDays: number, minDays: number, maxDays: number) => {
    const known = { handling: [], transit: [] }
    const stated = { handlingDays, minDays, maxDays }
    return quantileDays(deliveryDistribution(stated, known), 0.9)
  }
  t.equal(promised(0, 1, 1), 1)
  t.equal(promised(1, 1, 2), 3)
  t.equal(promised(2, 5, 9), 11)
  t.equal(promised(3, 10, 25), 27, 'long windows seldom both run to their end')
})

t.test('history takes over from what is stated as parcels come in', async (t) => {
  const prior = windowHazards(10, 25)
  const median = (count: number) => {
    const table = tableOf(new Array<number>(count).fill(5))
    return quantileDays(distributionOf(mixHazards(prior, [table], 20)), 0.5)
  }
  t.ok(median(0) > 10)
  t.ok(median(10) > 5)
  t.equal(median(1000), 5)
})

t.test('parcels that never come keep the promise honest', async (t) => {
  const prior = windowHazards(3, 8)
  const late = [...new Array<number>(80).fill(4), ...new Array<null>(20).fill(null)]
  const counted = distributionOf(mixHazards(prior, [tableOf(late)], 20))
  const onlyDelivered = late.filter((wait) => wait !== null)
  const flattered = distributionOf(mixHazards(prior, [tableOf(onlyDelivered)], 20))
  t.ok(quantileDays(counted, 0.9) > quantileDays(flattered, 0.9))
})

const waits = fc.array(fc.option(fc.nat(40)), { maxLength: 60 })

t.test('whatever was seen, chances stay chances and quantiles stay in order', async () => {
  fc.assert(
    fc.property(waits, waits, fc.nat(10), fc.nat(30), (first, second, min, more) => {
      const known: KnownTimes = {
        handling: [tableOf(first)],
        transit: [tableOf(second), tableOf(first)],
      }
      const stated = { handlingDays: 2, minDays: min, maxDays: min + more }
      const chances = deliveryDistribution(stated, known)
      return (
        chances.every((chance) => chance >= 0 && chance <= 1) &&
        total(chances) <= 1 + 1e-9 &&
        quantileDays(chances, 0.5) <= quantileDays(chances, 0.9) &&
        quantileDays(chances, 0.9) < 2 * longestDays
      )
    }),
  )
})

t.test('waits add up', async (t) => {
  t.same(convolve([0, 1], [0, 0, 1]), [0, 0, 0, 1, 0])
  t.same(convolve([0.5, 0.5], [0.5, 0.5]), [0.25, 0.5, 0.25, 0])
})

t.test('dates are ends of days in UTC, in order', async (t) => {
  const at = new Date('2026-11-23T23:30:00Z')
  const dates = datesOf([0, 0.2, 0.4, 0.35, 0.05], 1, at)
  t.same(dates, {
    shipBy: new Date('2026-11-24T23:59:59.999Z'),
    deliveryP50At: new Date('2026-11-25T23:59:59.999Z'),
    deliverBy: new Date('2026-11-26T23:59:59.999Z'),
  })
  t.equal(dayNumber(endOfDay(dayNumber(at))), dayNumber(at))
})

t.test('the longer a parcel is under way, the less its past counts', async (t) => {
  const stated = { handlingDays: 1, minDays: 5, maxDays: 10 }
  const known: KnownTimes = { handling: [], transit: [tableOf(new Array<number>(200).fill(7))] }
  t.same(remainingDays(stated, known, 0), { p50: 7, p90: 7 })
  t.equal(remainingDays(stated, known, 7).p50, 0)
  t.ok(remainingDays(stated, known, 12).p90 > 0)
  t.ok(chanceOfMissing(stated, known, 0, 6) > 0.8)
  t.ok(chanceOfMissing(stated, known, 0, 8) < 0.1)
})
