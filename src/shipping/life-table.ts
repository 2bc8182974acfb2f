/**
 * Parcels by age in whole days: how many were still waiting at the start of that day of their life
 * and how many of them were done during it. Open parcels count too, so that slow ones are not missed.
 */
export interface LifeTable {
  atRisk: number[]
  done: number[]
}

/** How one parcel's waiting went: days since 1970 in UTC; `doneDay` is null while it is open. */
export interface Waiting {
  readonly startDay: number
  readonly doneDay: number | null
}

/** No parcel is followed for longer. */
export const longestDays = 120

const millisecondsPerDay = 86_400_000

/** Days since 1970 (UTC) of a moment. */
export function dayNumber(moment: Date): number {
  return Math.floor(moment.getTime() / millisecondsPerDay)
}

/** The last millisecond of a day counted since 1970 (UTC). */
export function endOfDay(day: number): Date {
  return new Date((day + 1) * millisecondsPerDay - 1)
}

/** A table without any parcel. */
export function emptyLifeTable(): LifeTable {
  return { atRisk: [], done: [] }
}

/** Counts one parcel's day at an age, with a weight; `isDone` when it ended on that day. */
export function countDay(table: LifeTable, age: number, weight: number, isDone: boolean): void {
  while (table.atRisk.length <= age) {
    table.atRisk.push(0)
    table.done.push(0)
  }
  table.atRisk[age]! += weight
  if (isDone) table.done[age]! += weight
}

/**
 * Counts a parcel's whole waiting until the end of the day before `today`; each day's weight halves
 * every `halfLifeDays`, so that the table speaks of the world as it is now.
 */
export function countWaiting(
  table: LifeTable,
  waiting: Waiting,
  today: number,
  halfLifeDays: number,
): void {
  const start = Math.min(waiting.startDay, waiting.doneDay ?? waiting.startDay)
  const lastDay = Math.min(waiting.doneDay ?? today - 1, today - 1, start + longestDays)
  for (let day = start; day <= lastDay; day++) {
    const weight = 2 ** ((day - today) / halfLifeDays)
    countDay(table, day - start, weight, day === waiting.doneDay)
  }
}

/**
 * Chance of being done on each day of age for those still waiting: every table, from the most
 * general to the most specific, is mixed with the one before as if that had lent it `pseudoParcels`.
 */
export function mixHazards(
  prior: readonly number[],
  tables: readonly LifeTable[],
  pseudoParcels: number,
): number[] {
  const hazards = prior.slice(0, longestDays)
  while (hazards.length < longestDays) hazards.push(hazards.at(-1) ?? 0.1)
  for (const { atRisk, done } of tables) {
    for (let age = 0; age < Math.min(atRisk.length, longestDays); age++) {
      const lent = pseudoParcels * hazards[age]!
      hazards[age] = (done[age]! + lent) / (atRisk[age]! + pseudoParcels)
    }
  }
  return hazards
}

// So that handling and transit together keep nine in ten of the days that were stated.
const shareInWindow = 0.95
const hazardAfterWindow = 0.3

/** Hazards of a stated window: spread evenly over it, 95 in a hundred done by its last day. */
export function windowHazards(minDays: number, maxDays: number): number[] {
  const step = shareInWindow / (maxDays - minDays + 1)
  const hazards = new Array<number>(minDays).fill(0)
  for (let day = 0; day <= maxDays - minDays; day++) hazards.push(step / (1 - day * step))
  hazards.push(hazardAfterWindow)
  return hazards
}

/**
 * Chance of being done on each day from now on, for a parcel that is `age` days old already; ends
 * where one in ten thousand is left.
 */
export function distributionOf(hazards: readonly number[], age = 0): number[] {
  const chances: number[] = []
  let waiting = 1
  for (let day = age; day < hazards.length && waiting > 1e-4; day++) {
    chances.push(waiting * hazards[day]!)
    waiting *= 1 - hazards[day]!
  }
  return chances
}

/** Distribution of the sum of two independent waits. */
export function convolve(first: readonly number[], second: readonly number[]): number[] {
  const sum = new Array<number>(first.length + second.length).fill(0)
  for (let i = 0; i < first.length; i++) {
    for (let j = 0; j < second.length; j++) sum[i + j]! += first[i]! * second[j]!
  }
  return sum
}

/** The first day by which at least this share is done; the distribution's last day if it never is. */
export function quantileDays(chances: readonly number[], share: number): number {
  let done = 0
  for (const [day, chance] of chances.entries()) {
    done += chance
    if (done >= share) return day
  }
  return chances.length - 1
}

/** The chance of not being done by the end of the day. */
export function chanceAfter(chances: readonly number[], day: number): number {
  return 1 - chances.slice(0, day + 1).reduce((all, chance) => all + chance, 0)
}
