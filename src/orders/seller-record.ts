import type { Tx } from '../core/database.ts'
import { recordSellerNews, type SellerCancelReason } from '../sellers/index.ts'
import type { Move } from './commit-move.ts'
import { orderCancelled, orderRejected } from './events.ts'
import type { PartRow } from './record.ts'

// What a seller may refuse without fault: the buyer's wish, a stolen card, a place nobody delivers to.
const faultless = new Set([
  'changedMind',
  'orderedByMistake',
  'duplicate',
  'wrongAddress',
  'fraudSuspected',
  'addressNotServiceable',
])

/** Tells the seller's record of a cancellation that was the seller's, and of a part that ended well. */
export async function tellSellerRecord(
  db: Tx,
  part: PartRow,
  earlier: PartRow | undefined,
  move: Pick<Move, 'event' | 'actor' | 'reason' | 'now'>,
): Promise<void> {
  const { id: sellerOrderId, orderId, sellerId, accountId, mode } = part
  const ref = { sellerOrderId, orderId, sellerId, accountId, mode }
  const reason = cancelReasonOf(move)
  if (reason) await recordSellerNews(db, ref, { type: 'cancelledBySeller', at: move.now, reason })
  if (part.completedAt && !earlier?.completedAt) {
    await recordSellerNews(db, ref, { type: 'settledWell', at: part.completedAt })
  }
}

function cancelReasonOf(
  move: Pick<Move, 'event' | 'actor' | 'reason'>,
): SellerCancelReason | undefined {
  const isCancelled = move.event === orderRejected || move.event === orderCancelled
  if (!isCancelled || move.actor === 'buyer' || faultless.has(move.reason ?? '')) return undefined
  if (move.reason === 'outOfStock') return 'outOfStock'
  if (move.actor === 'platform') return 'notAccepted'
  return move.event === orderRejected ? 'rejected' : 'sellerCancelled'
}
