const day = 86_400_000

/** Clocks of disputes. What happens when one runs out is in dispute-state.ts. */
export const policy = {
  /** The seller answers within this time, or the claim is paid. */
  respondDays: 5,
  /** The buyer answers an offer or a refusal within this time. */
  negotiateDays: 7,
  /** The platform decides within this time, or the claim is paid. */
  decideDays: 10,
} as const

export function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * day)
}
