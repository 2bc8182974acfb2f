import { recordSales } from '../catalog/index.ts'
import type { Tx } from '../core/database.ts'
import { ids, newId } from '../core/ids.ts'
import { type Emission, emitAll } from '../events/index.ts'
import type { OrderEvent, OrderNews } from './events.ts'
import { amountOf, type RefundAmounts } from './moves.ts'
import { insertMoves, type MoveRow, updateRecord } from './queries-record.ts'
import { moveStock, unitsByVariant } from './queries-stock.ts'
import { linesOf, type OrderRecord, type PartRow, partOf } from './record.ts'
import { releasePart } from './release.ts'
import { repay } from './repay.ts'
import { tellSellerRecord } from './seller-record.ts'

/** One move of an order, worked out on a locked record and not yet written. */
export interface Move {
  readonly event: OrderEvent
  /** The part that moved; null for the order as a whole. */
  readonly sellerOrderId: string | null
  readonly actor: MoveRow['actor']
  readonly reason?: string | null
  readonly now: Date
  readonly refund?: RefundAmounts
  /** The refund it is, where a claim caused it; else it is a cancellation. */
  readonly refundId?: string
  /** Units that go back on the shelf, by variant. */
  readonly returned?: ReadonlyMap<string, number>
}

/**
 * Writes a move with everything that follows from it: rows, stock, money, history and events. Stock
 * is locked before the wallet, as at placement.
 */
export async function commitMove(
  db: Tx,
  before: OrderRecord,
  after: OrderRecord,
  move: Move,
): Promise<void> {
  const part = move.sellerOrderId === null ? undefined : partOf(after, move.sellerOrderId)
  const earlier = move.sellerOrderId === null ? undefined : partOf(before, move.sellerOrderId)
  const moveId = newId()
  await updateRecord(db, before, after)
  if (move.returned && after.order.mode === 'live') {
    const units = [...move.returned].map(([variantId, quantity]) => ({ variantId, quantity }))
    await moveStock(db, 'restock', unitsByVariant(units))
  }
  if (earlier && move.refund) await giveBack(db, before, earlier, move, move.refund, moveId)
  if (part?.completedAt && !earlier?.completedAt) {
    await releasePart(db, part, move.now)
    if (part.mode === 'live') await recordSales(db, keptUnits(after, part))
  }
  if (part) await tellSellerRecord(db, part, earlier, move)
  await insertMoves(db, [rowOf(after, part, move, moveId)])
  await emitAll(db, move.event, emissionsOf(after, part, move))
}

/** What the buyer keeps of a part. */
function keptUnits(record: OrderRecord, part: PartRow) {
  return linesOf(record, part.id).map(({ variantId, deliveredQuantity }) => ({
    variantId,
    quantity: deliveredQuantity,
  }))
}

function giveBack(
  db: Tx,
  { order }: OrderRecord,
  part: PartRow,
  { refundId, reason = null, now }: Move,
  refund: RefundAmounts,
  moveId: string,
): Promise<void> {
  const kind = refundId === undefined ? 'cancellation' : 'refund'
  return repay(db, order, part, { repaymentId: refundId ?? moveId, kind, refund, reason, now })
}

function rowOf(record: OrderRecord, part: PartRow | undefined, move: Move, id: string): MoveRow {
  return {
    id,
    orderId: record.order.id,
    sellerOrderId: move.sellerOrderId,
    move: move.event.type,
    status: part?.status ?? record.order.status,
    actor: move.actor,
    reason: move.reason ?? null,
    movedAt: move.now,
  }
}

/** The same news for the buyer's log and, where the seller has an account, for the seller's. */
function emissionsOf(
  { order }: OrderRecord,
  part: PartRow | undefined,
  move: Move,
): Emission<OrderNews>[] {
  const payload = newsOf(order, part, move)
  const base = { mode: order.mode, payload }
  const buyer = { ...base, accountId: order.accountId, subjectId: order.id }
  if (!part?.sellerAccountId) return [buyer]
  return [buyer, { ...base, accountId: part.sellerAccountId, subjectId: part.id }]
}

/** What an event says about an order or one of its parts. */
export function newsOf(
  order: OrderRecord['order'],
  part: PartRow | undefined,
  about: { reason?: string | null; refund?: RefundAmounts } = {},
): OrderNews {
  const { currency } = order
  const refund = about.refund && { amountMinor: amountOf(about.refund), currency }
  return {
    orderId: ids.order.encode(order.id),
    clientReference: order.clientReference,
    orderStatus: order.status,
    sellerOrderId: part ? ids.sellerOrder.encode(part.id) : null,
    sellerId: part ? ids.seller.encode(part.sellerId) : null,
    sellerOrderStatus: part?.status ?? null,
    reason: about.reason ?? null,
    total: { amountMinor: part?.totalMinor ?? order.totalMinor, currency },
    refund: refund ?? null,
  }
}
