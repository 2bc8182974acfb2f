import type { Tx } from '../core/database.ts'
import { lockPart, type OrderRecord, recordDelivered, recordShipped } from '../orders/index.ts'
import { recordSellerNews } from '../sellers/index.ts'
import { type ParcelRow, selectParcelLines, selectParcelsOfPart } from './queries.ts'
import { type PackedLine, unitsToDeliver, unitsToShip } from './units.ts'

/**
 * Brings a seller's part of an order to what its parcels show. It compares counts rather than
 * adding, so that it may run after any change and any number of times.
 */
export async function countProgress(
  db: Tx,
  { seller_order_id: sellerOrderId }: ParcelRow,
  now: Date,
): Promise<void> {
  const locked = await lockPart(db, sellerOrderId)
  const parcels = await selectParcelsOfPart(db, sellerOrderId)
  const packed = await packedLines(db, parcels)
  let record = locked.record
  const { status, heldAt } = locked.part
  const isOver = status === 'cancelled' || status === 'completed'
  const shipped = isOver || heldAt !== null ? [] : unitsToShip(linesOf(record), packed)
  const step = { sellerOrderId, at: now, actor: 'carrier' as const }
  if (shipped.length > 0) record = await recordShipped(db, { ...step, lines: shipped })
  const delivered = unitsToDeliver(linesOf(record), packed)
  if (delivered.length > 0) record = await recordDelivered(db, { ...step, lines: delivered })
  await tellSellerRecord(db, record, sellerOrderId, parcels)

  function linesOf(from: OrderRecord) {
    return from.lines.filter((line) => line.sellerOrderId === sellerOrderId)
  }
}

/** What the parcels hold, line by line. */
export async function packedLines(db: Tx, parcels: readonly ParcelRow[]): Promise<PackedLine[]> {
  const byId = new Map(parcels.map((parcel) => [parcel.id, parcel]))
  const lines = await selectParcelLines(db, [...byId.keys()])
  return lines.map(({ parcel_id, order_line_id, quantity }) => {
    const parcel = byId.get(parcel_id)!
    return {
      orderLineId: order_line_id,
      quantity,
      isHandedOver: parcel.handed_over_at !== null,
      isDelivered: parcel.delivered_at !== null,
    }
  })
}

/** A part counts as handed over, or delivered, when the last of its parcels is. */
async function tellSellerRecord(
  db: Tx,
  record: OrderRecord,
  sellerOrderId: string,
  parcels: readonly ParcelRow[],
): Promise<void> {
  const part = record.parts.find((one) => one.id === sellerOrderId)!
  const { orderId, sellerId, accountId, mode, shipBy, deliverBy } = part
  const ref = { sellerOrderId, orderId, sellerId, accountId, mode }
  if (part.shippedAt !== null) {
    const at = latest(parcels.map((parcel) => parcel.handed_over_at))
    if (at) await recordSellerNews(db, ref, { type: 'handedOver', at, shipBy })
  }
  if (part.deliveredAt !== null) {
    const at = latest(parcels.map((parcel) => parcel.delivered_at))
    if (at) await recordSellerNews(db, ref, { type: 'delivered', at, deliverBy })
  }
}

function latest(times: readonly (Date | null)[]): Date | undefined {
  const known = times.filter((time) => time !== null).map((time) => time.getTime())
  return known.length > 0 ? new Date(Math.max(...known)) : undefined
}
