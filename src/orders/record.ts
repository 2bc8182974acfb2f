import { daysAfter, laterOf, policy } from './policy.ts'
import { advance, headlineOf, isFinal, openUnits } from './state.ts'
import type { cancellations, orderLines, orders, sellerOrders } from './tables.ts'

export type OrderRow = typeof orders.$inferSelect
export type PartRow = typeof sellerOrders.$inferSelect
export type LineRow = typeof orderLines.$inferSelect
export type CancellationRow = typeof cancellations.$inferSelect

/** An order with all its parts and lines, as one lock on its order row keeps it still. */
export interface OrderRecord {
  readonly order: OrderRow
  readonly parts: readonly PartRow[]
  readonly lines: readonly LineRow[]
  readonly cancellations: readonly CancellationRow[]
}

export function partOf(record: OrderRecord, sellerOrderId: string): PartRow | undefined {
  return record.parts.find((part) => part.id === sellerOrderId)
}

export function linesOf(record: OrderRecord, sellerOrderId: string): readonly LineRow[] {
  return record.lines.filter((line) => line.sellerOrderId === sellerOrderId)
}

/** The part's negotiation that waits for the seller's answer. */
export function openCancellationOf(record: OrderRecord, sellerOrderId: string) {
  return record.cancellations.find(
    (each) => each.sellerOrderId === sellerOrderId && each.status === 'requested',
  )
}

/** What went back to the payer of one part so far. */
export function refundedOf(part: PartRow): number {
  return (
    part.refundedGoodsMinor +
    part.refundedShippingMinor +
    part.refundedDutiesMinor +
    part.refundedTaxesMinor +
    part.refundedFeesMinor
  )
}

/** The record with a part and some of its lines changed and everything derived brought up to date. */
export function withPart(
  record: OrderRecord,
  part: PartRow,
  changedLines: readonly LineRow[],
  now: Date,
): OrderRecord {
  const changed = new Map(changedLines.map((line) => [line.id, line]))
  const lines = record.lines.map((line) => changed.get(line.id) ?? line)
  const own = lines.filter((line) => line.sellerOrderId === part.id)
  const settled = settle(part, own, record.order.paidAt !== null, now)
  const parts = record.parts.map((each) => (each.id === part.id ? settled : each))
  return { ...record, order: orderOf(record.order, parts, lines, now), parts, lines }
}

function settle(part: PartRow, lines: readonly LineRow[], isPaid: boolean, now: Date): PartRow {
  const derived = headlineOf({
    isPaid,
    isOnHold: part.heldAt !== null,
    isCompleted: part.completedAt !== null,
    lines,
  })
  const status = advance(part.status, derived)
  const stamped: PartRow = {
    ...part,
    status,
    firstShippedAt: part.firstShippedAt ?? (lines.some((l) => l.shippedQuantity > 0) ? now : null),
    shippedAt: part.shippedAt ?? (isAtLeastShipped(status) ? now : null),
    deliveredAt: part.deliveredAt ?? (status === 'delivered' ? now : null),
    cancelledAt: part.cancelledAt ?? (status === 'cancelled' ? now : null),
    updatedAt: now,
  }
  const protectionEndsAt = protectionEndOf(stamped)
  return { ...stamped, protectionEndsAt, dueAt: dueAtOf({ ...stamped, protectionEndsAt }, lines) }
}

function isAtLeastShipped(status: PartRow['status']): boolean {
  return status === 'shipped' || status === 'delivered' || status === 'completed'
}

function protectionEndOf(part: PartRow): Date | null {
  if (part.deliveredAt !== null) return daysAfter(part.deliveredAt, policy.protectionDays)
  if (part.shippedAt === null) return part.protectionEndsAt
  return daysAfter(laterOf(part.shippedAt, part.deliverBy), policy.protectionDays)
}

/** When the clock moves this part by itself: acceptance, a hand-over that never came, completion. */
export function dueAtOf(part: PartRow, lines: readonly LineRow[]): Date | null {
  if (isFinal(part.status) || part.heldAt !== null) return null
  if (part.acceptance === 'pending') return part.acceptBy
  if (lines.some((line) => openUnits(line) > 0)) return handOverLimitOf(part)
  return part.afterSale === 'open' ? null : part.protectionEndsAt
}

/** After this moment what was not handed over is cancelled and refunded. */
export function handOverLimitOf(part: PartRow): Date {
  const promised = laterOf(part.backOrderedUntil ?? part.shipBy, part.shipBy)
  return daysAfter(promised, policy.shipGraceDays)
}

function orderOf(
  order: OrderRow,
  parts: readonly PartRow[],
  lines: readonly LineRow[],
  now: Date,
): OrderRow {
  const live = parts.filter((part) => part.status !== 'cancelled')
  const derived = headlineOf({
    isPaid: order.paidAt !== null,
    isOnHold: live.some((part) => part.heldAt !== null),
    isCompleted: live.length > 0 && live.every((part) => part.status === 'completed'),
    lines,
  })
  const status = advance(order.status, derived)
  return {
    ...order,
    status,
    refundedMinor: parts.reduce((total, part) => total + refundedOf(part), 0),
    completedAt: order.completedAt ?? (status === 'completed' ? now : null),
    cancelledAt: order.cancelledAt ?? (status === 'cancelled' ? now : null),
    updatedAt: now,
  }
}
