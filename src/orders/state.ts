/** The headline of an order or of one seller's part: derived from facts, never typed in. */
export const orderStatuses = [
  'awaitingPayment',
  'processing',
  'onHold',
  'partiallyShipped',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const paymentStatuses = ['awaitingPayment', 'paid', 'partiallyRefunded', 'refunded'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const fulfillmentStatuses = [
  'unfulfilled',
  'partiallyShipped',
  'shipped',
  'partiallyDelivered',
  'delivered',
  'cancelled',
] as const
export type FulfillmentStatus = (typeof fulfillmentStatuses)[number]

export const acceptanceStatuses = ['pending', 'accepted', 'rejected'] as const
export type AcceptanceStatus = (typeof acceptanceStatuses)[number]

export const afterSaleStatuses = ['none', 'open', 'closed'] as const
export type AfterSaleStatus = (typeof afterSaleStatuses)[number]

export const moveActors = ['buyer', 'seller', 'platform', 'carrier'] as const

export const cancellationStatuses = ['requested', 'accepted', 'rejected', 'expired'] as const

export const cancelReasons = [
  'changedMind',
  'orderedByMistake',
  'duplicate',
  'wrongAddress',
  'priceTooHigh',
  'deliveryTooSlow',
  'sellerAsked',
  'outOfStock',
  'fraudSuspected',
  'other',
] as const
export type CancelReason = (typeof cancelReasons)[number]

/** Units of one line; each count only grows, and cancelled + shipped never exceeds quantity. */
export interface LineCounts {
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly shippedQuantity: number
  readonly deliveredQuantity: number
}

/** What the headline is derived from; one part's lines, or all lines of an order. */
export interface StatusFacts {
  readonly isPaid: boolean
  readonly isOnHold: boolean
  readonly isCompleted: boolean
  readonly lines: readonly LineCounts[]
}

// onHold stands beside processing: lifting a hold is the one explicit way back.
const ranks: Record<OrderStatus, number> = {
  awaitingPayment: 0,
  processing: 1,
  onHold: 1,
  partiallyShipped: 2,
  shipped: 3,
  delivered: 4,
  completed: 5,
  cancelled: 5,
}

/** How far along a headline is; a headline never moves to a lower rank. */
export function rankOf(status: OrderStatus): number {
  return ranks[status]
}

function sums(lines: readonly LineCounts[]) {
  let live = 0
  let shipped = 0
  let delivered = 0
  for (const line of lines) {
    live += line.quantity - line.cancelledQuantity
    shipped += line.shippedQuantity
    delivered += line.deliveredQuantity
  }
  return { live, shipped, delivered }
}

/** The headline that the facts amount to. */
export function headlineOf(facts: StatusFacts): OrderStatus {
  const { live, shipped, delivered } = sums(facts.lines)
  if (live === 0) return 'cancelled'
  if (facts.isCompleted) return 'completed'
  if (delivered >= live) return 'delivered'
  if (shipped >= live) return 'shipped'
  if (shipped > 0) return 'partiallyShipped'
  if (facts.isOnHold) return 'onHold'
  return facts.isPaid ? 'processing' : 'awaitingPayment'
}

/** The later of the two headlines, so that a late or repeated fact never downgrades. */
export function advance(current: OrderStatus, derived: OrderStatus): OrderStatus {
  return ranks[derived] >= ranks[current] && !isFinal(current) ? derived : current
}

export function isFinal(status: OrderStatus): boolean {
  return status === 'completed' || status === 'cancelled'
}

/** How far the goods of some lines have come. */
export function fulfillmentOf(lines: readonly LineCounts[]): FulfillmentStatus {
  const { live, shipped, delivered } = sums(lines)
  if (live === 0) return 'cancelled'
  if (delivered >= live) return 'delivered'
  if (delivered > 0) return 'partiallyDelivered'
  if (shipped >= live) return 'shipped'
  return shipped > 0 ? 'partiallyShipped' : 'unfulfilled'
}

/** Where the payer's money stands: what was charged against what went back. */
export function paymentOf(charged: {
  isPaid: boolean
  totalMinor: number
  refundedMinor: number
}): PaymentStatus {
  if (!charged.isPaid) return 'awaitingPayment'
  if (charged.refundedMinor === 0) return 'paid'
  return charged.refundedMinor < charged.totalMinor ? 'partiallyRefunded' : 'refunded'
}

/** Units of a line that are neither shipped nor cancelled. */
export function openUnits(line: LineCounts): number {
  return line.quantity - line.cancelledQuantity - line.shippedQuantity
}

/** The line with `units` more cancelled, or undefined where fewer are open. */
export function cancelUnits<T extends LineCounts>(line: T, units: number): T | undefined {
  if (units > openUnits(line)) return undefined
  return { ...line, cancelledQuantity: line.cancelledQuantity + units }
}

/** The line with `units` more handed over to a carrier, or undefined where fewer are open. */
export function shipUnits<T extends LineCounts>(line: T, units: number): T | undefined {
  if (units > openUnits(line)) return undefined
  return { ...line, shippedQuantity: line.shippedQuantity + units }
}

/** The line with `units` more delivered; never more than was shipped, so repeats are harmless. */
export function deliverUnits<T extends LineCounts>(line: T, units: number): T {
  const deliveredQuantity = Math.min(line.shippedQuantity, line.deliveredQuantity + units)
  return { ...line, deliveredQuantity }
}
