const hour = 3_600_000
const day = 24 * hour

/** Clocks that are the platform's, not a seller's; each starts anew with the fact it counts from. */
export const policy = {
  /** A quote's price stands, and its stock is held, this long. */
  quoteMinutes: 30,
  /** A seller answers a request to cancel within this time, or it expires. */
  cancellationHours: 48,
  /** What is not handed over this long after ship-by (or the back-order date) is cancelled. */
  shipGraceDays: 10,
  /** After delivery, or after the promised day where no delivery is reported, a claim can be opened. */
  protectionDays: 15,
} as const

export function hoursAfter(moment: Date, hours: number): Date {
  return new Date(moment.getTime() + hours * hour)
}

export function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * day)
}

export function laterOf(a: Date, b: Date): Date {
  return new Date(Math.max(a.getTime(), b.getTime()))
}
