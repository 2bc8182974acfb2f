import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { commitMove } from './commit-move.ts'
import { type OrderEvent, orderDelivered, orderPartiallyShipped, orderShipped } from './events.ts'
import { deliver, type LineUnits, ship } from './moves.ts'
import { settleCancellations } from './part-moves.ts'
import { selectOrderIdOfPart, selectRecord, updateRecord } from './queries-record.ts'
import { linesOf, type OrderRecord, type PartRow, partOf } from './record.ts'
import { openUnits } from './state.ts'

/** Units of some lines of one seller's part, by stored ids. */
export interface Progress {
  readonly sellerOrderId: string
  readonly lines: readonly LineUnits[]
  readonly at: Date
  readonly actor: 'seller' | 'carrier' | 'platform'
}

/**
 * Counts units as handed over to a carrier; call it once per parcel, in the parcel's transaction.
 * Throws `conflict` where fewer units are open, or the part is on hold or ended.
 */
export async function recordShipped(db: Tx, progress: Progress): Promise<OrderRecord> {
  const { record, part } = await lockPart(db, progress.sellerOrderId)
  const after = ship(record, part, progress.lines, progress.at)
  const isPartial = partOf(after, part.id)?.status === 'partiallyShipped'
  await write(db, record, after, part, isPartial ? orderPartiallyShipped : orderShipped, progress)
  if (linesOf(after, part.id).some((line) => openUnits(line) > 0)) return after
  return settleCancellations(db, after, part.id, 'rejected', progress.at)
}

/** Counts units as delivered, never more than were shipped: repeats and late news change nothing. */
export async function recordDelivered(db: Tx, progress: Progress): Promise<OrderRecord> {
  const { record, part } = await lockPart(db, progress.sellerOrderId)
  const after = deliver(record, part, progress.lines, progress.at)
  return write(db, record, after, part, orderDelivered, progress)
}

/** The part with its whole record, locked for a move. */
export async function lockPart(db: Tx, sellerOrderId: string) {
  const orderId = await selectOrderIdOfPart(db, sellerOrderId)
  const record = orderId && (await selectRecord(db, orderId, { lock: true }))
  const part = record && partOf(record, sellerOrderId)
  if (!part) throw notFound('seller order', ids.sellerOrder.encode(sellerOrderId))
  return { record, part }
}

// Only a headline that moved is news; counts that moved below it are kept quietly.
async function write(
  db: Tx,
  before: OrderRecord,
  after: OrderRecord,
  part: PartRow,
  event: OrderEvent,
  { at, actor }: Progress,
): Promise<OrderRecord> {
  if (partOf(after, part.id)?.status === part.status) await updateRecord(db, before, after)
  else await commitMove(db, before, after, { event, sellerOrderId: part.id, actor, now: at })
  return after
}
