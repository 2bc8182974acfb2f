import type { Tx } from '../core/database.ts'
import { commitMove } from './commit-move.ts'
import { orderAccepted, orderBackOrdered, orderCancelled, orderRejected } from './events.ts'
import { accept, backOrder, cancel, type LineUnits } from './moves.ts'
import { decideCancellation } from './queries-cancellation.ts'
import type { MoveRow } from './queries-record.ts'
import { linesOf, type OrderRecord, openCancellationOf, type PartRow, partOf } from './record.ts'
import { openUnits } from './state.ts'

export interface Acceptance {
  readonly actor: MoveRow['actor']
  readonly now: Date
  readonly unavailable?: readonly LineUnits[]
  readonly backOrderedUntil?: Date | undefined
}

/** Accepts a locked part: cancels what is unavailable first, then takes the rest on. */
export async function acceptPart(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  { actor, now, unavailable = [], backOrderedUntil }: Acceptance,
): Promise<OrderRecord> {
  let after = record
  const step = () => ({ sellerOrderId: part.id, actor, now })
  if (unavailable.length > 0) {
    const reason = 'outOfStock'
    const cancelled = cancel(after, part, { by: 'seller', reason, units: unavailable }, now)
    const { refund, returned } = cancelled
    const move = { ...step(), event: orderCancelled, reason, refund, returned }
    await commitMove(db, after, cancelled.record, move)
    after = cancelled.record
  }
  const left = partOf(after, part.id)!
  const isNothingLeft = after !== record && left.status === 'cancelled'
  const accepted = isNothingLeft ? after : accept(after, left, now)
  if (accepted !== after) {
    await commitMove(db, after, accepted, { ...step(), event: orderAccepted })
    after = accepted
  }
  if (backOrderedUntil) {
    const later = backOrder(after, partOf(after, part.id)!, backOrderedUntil, now)
    await commitMove(db, after, later, { ...step(), event: orderBackOrdered })
    after = later
  }
  return after
}

/** Rejects a locked part that was not taken on yet: its buyer is refunded and its units go back on the shelf. */
export async function rejectPart(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  why: { actor: 'seller' | 'platform'; reason: string; now: Date },
): Promise<OrderRecord> {
  const { actor, reason, now } = why
  const rejected: PartRow = { ...part, acceptance: 'rejected', rejectedAt: now }
  const { record: after, refund, returned } = cancel(record, rejected, { by: actor, reason }, now)
  const move = {
    event: orderRejected,
    sellerOrderId: part.id,
    actor,
    reason,
    now,
    refund,
    returned,
  }
  await commitMove(db, record, after, move)
  return after
}

export interface CancelOrder {
  readonly actor: 'buyer' | 'seller' | 'platform'
  readonly reason: string
  readonly now: Date
  /** Only these; everything that is not sent where absent. */
  readonly units?: readonly LineUnits[] | undefined
}

/** Cancels what is open of a locked part, whoever wants it, and refunds it. */
export async function cancelPart(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  { actor, reason, now, units }: CancelOrder,
): Promise<OrderRecord> {
  const why = { by: actor, reason, ...(units ? { units } : {}) }
  const { record: after, refund, returned } = cancel(record, part, why, now)
  const move = {
    event: orderCancelled,
    sellerOrderId: part.id,
    actor,
    reason,
    now,
    refund,
    returned,
  }
  await commitMove(db, record, after, move)
  if (linesOf(after, part.id).some((line) => openUnits(line) > 0)) return after
  return settleCancellations(db, after, part.id, 'accepted', now)
}

/** Answers an open negotiation about a part of which nothing is left to cancel. */
export async function settleCancellations(
  db: Tx,
  record: OrderRecord,
  sellerOrderId: string,
  status: 'accepted' | 'rejected',
  now: Date,
): Promise<OrderRecord> {
  const open = openCancellationOf(record, sellerOrderId)
  if (!open) return record
  const decided = { ...open, status, decidedAt: now }
  await decideCancellation(db, decided)
  return { ...record, cancellations: record.cancellations.map((c) => (c === open ? decided : c)) }
}
