import type { Tx } from '../core/database.ts'
import { commitMove } from './commit-move.ts'
import { orderCompleted } from './events.ts'
import { complete, deliver } from './moves.ts'
import { linesOf, type OrderRecord, type PartRow, partOf } from './record.ts'

/**
 * Completes a locked part and releases its money. A buyer who confirms has the goods: what was sent
 * counts as delivered.
 */
export async function completePart(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  by: { actor: 'buyer' | 'platform'; now: Date; reason?: string },
): Promise<OrderRecord> {
  const { actor, now, reason = null } = by
  const isConfirmed = actor === 'buyer'
  const arrived = isConfirmed ? allDelivered(record, part, now) : record
  const after = complete(arrived, partOf(arrived, part.id)!, now, isConfirmed ? now : null)
  const move = { event: orderCompleted, sellerOrderId: part.id, actor, reason, now }
  await commitMove(db, record, after, move)
  return after
}

function allDelivered(record: OrderRecord, part: PartRow, now: Date): OrderRecord {
  const units = linesOf(record, part.id).map(({ id, shippedQuantity, deliveredQuantity }) => ({
    lineId: id,
    quantity: shippedQuantity - deliveredQuantity,
  }))
  return deliver(record, part, units, now)
}
