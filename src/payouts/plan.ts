import type { SellerRow } from '../sellers/index.ts'

/** Until when a plan lasts when months are bought now: a running one is prolonged, another one replaced. */
export function planAfter(
  seller: Pick<SellerRow, 'plan' | 'plan_until'>,
  plan: string,
  months: number,
  now: Date,
): Date {
  const isRunning = seller.plan === plan && seller.plan_until !== null && seller.plan_until > now
  return addMonths(isRunning ? seller.plan_until! : now, months)
}

/** The same day of a later month, or its last day where it has no such day (31 January → 28 February). */
export function addMonths(from: Date, months: number): Date {
  const day = from.getUTCDate()
  const later = new Date(from)
  later.setUTCDate(1)
  later.setUTCMonth(later.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0))
  later.setUTCDate(Math.min(day, lastDay.getUTCDate()))
  return later
}
