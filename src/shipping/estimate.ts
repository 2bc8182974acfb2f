import {
  chanceAfter,
  convolve,
  dayNumber,
  distributionOf,
  endOfDay,
  type LifeTable,
  mixHazards,
  quantileDays,
  windowHazards,
} from './life-table.ts'

/** What the service says of itself, in days. */
export interface StatedTimes {
  readonly handlingDays: number
  readonly minDays: number
  readonly maxDays: number
}

/** What history says: tables from the most general to the most specific; empty where there is none. */
export interface KnownTimes {
  readonly handling: readonly LifeTable[]
  readonly transit: readonly LifeTable[]
}

/** Dates as they are promised: each is the last millisecond of a day in UTC. */
export interface DeliveryEstimate {
  readonly shipBy: Date
  /** Half of such parcels are there by then. */
  readonly deliveryP50At: Date
  /** The promise: nine in ten such parcels are there by then. */
  readonly deliverBy: Date
}

/** Half-lives of the tables' memory in days, and how many parcels a general table lends a special one. */
export const lifeTableSettings = {
  handlingHalfLifeDays: 60,
  transitHalfLifeDays: 30,
  handlingPseudoParcels: 5,
  transitPseudoParcels: 20,
} as const

/** Days from the order to the delivery as a distribution, from history backed by what is stated. */
export function deliveryDistribution(stated: StatedTimes, known: KnownTimes): number[] {
  const handling = mixHazards(
    windowHazards(0, stated.handlingDays),
    known.handling,
    lifeTableSettings.handlingPseudoParcels,
  )
  return convolve(distributionOf(handling), distributionOf(transitHazards(stated, known)))
}

/** Chance of arriving on each day under way, for those still under way. */
export function transitHazards(stated: StatedTimes, known: KnownTimes): number[] {
  const prior = windowHazards(stated.minDays, stated.maxDays)
  return mixHazards(prior, known.transit, lifeTableSettings.transitPseudoParcels)
}

/** The dates promised for an order placed at `at`. */
export function datesOf(
  distribution: readonly number[],
  handlingDays: number,
  at: Date,
): DeliveryEstimate {
  const today = dayNumber(at)
  return {
    shipBy: endOfDay(today + handlingDays),
    deliveryP50At: endOfDay(today + quantileDays(distribution, 0.5)),
    deliverBy: endOfDay(today + quantileDays(distribution, 0.9)),
  }
}

/** Days still to go for a parcel handed over `daysUnderWay` days ago: usually, and nine in ten. */
export function remainingDays(
  stated: StatedTimes,
  known: KnownTimes,
  daysUnderWay: number,
): { p50: number; p90: number } {
  const chances = distributionOf(transitHazards(stated, known), daysUnderWay)
  return { p50: quantileDays(chances, 0.5), p90: quantileDays(chances, 0.9) }
}

/** The chance that a parcel misses its promised day, for warnings while it is under way. */
export function chanceOfMissing(
  stated: StatedTimes,
  known: KnownTimes,
  daysUnderWay: number,
  daysLeft: number,
): number {
  return chanceAfter(distributionOf(transitHazards(stated, known), daysUnderWay), daysLeft)
}
