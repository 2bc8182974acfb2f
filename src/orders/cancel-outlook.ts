import { cancel, type RefundAmounts } from './moves.ts'
import { linesOf, type OrderRecord, openCancellationOf, type PartRow } from './record.ts'
import { isFinal, openUnits } from './state.ts'

export const cancelOutcomes = ['cancelled', 'requested', 'pending', 'notPossible'] as const

/** What asking to cancel one part would do now. */
export interface CancelOutlook {
  readonly part: PartRow
  /** Cancelled at once, a request to its seller, a request that waits already, or nothing. */
  readonly outcome: (typeof cancelOutcomes)[number]
  readonly refund: RefundAmounts
}

const nothing: RefundAmounts = {
  goodsMinor: 0,
  shippingMinor: 0,
  dutiesMinor: 0,
  taxesMinor: 0,
  feesMinor: 0,
}

/** The outlook of each part, or of one; nothing is changed. */
export function outlookOf(
  record: OrderRecord,
  sellerOrderId: string | undefined,
  now: Date,
): CancelOutlook[] {
  return record.parts
    .filter((part) => sellerOrderId === undefined || part.id === sellerOrderId)
    .map((part) => outlookOfPart(record, part, now))
}

function outlookOfPart(record: OrderRecord, part: PartRow, now: Date): CancelOutlook {
  const isOpen = linesOf(record, part.id).some((line) => openUnits(line) > 0)
  if (!isOpen || isFinal(part.status)) return { part, outcome: 'notPossible', refund: nothing }
  const { refund } = cancel(record, part, { by: 'buyer', reason: 'preview' }, now)
  if (part.acceptance === 'pending') return { part, outcome: 'cancelled', refund }
  const isAsked = openCancellationOf(record, part.id) !== undefined
  return { part, outcome: isAsked ? 'pending' : 'requested', refund }
}
