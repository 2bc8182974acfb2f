import type { Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { carrierNamed, trackingUrlOf } from './carriers/registry.ts'
import {
  type EventRow,
  type NumberRow,
  type ParcelLineRow,
  type ParcelRow,
  type ShipmentRow,
  selectEvents,
  selectNumbers,
  selectParcelLines,
  selectParcelsOfShipments,
} from './queries.ts'
import type { Parcel, Shipment, TrackingEvent } from './schema.ts'

/** Parcels with their numbers, lines and events, in the order given. */
export async function parcelViews(db: Tx, rows: readonly ParcelRow[]): Promise<Parcel[]> {
  if (rows.length === 0) return []
  const parcelIds = rows.map((row) => row.id)
  const [numbers, lines, events] = await Promise.all([
    selectNumbers(db, parcelIds),
    selectParcelLines(db, parcelIds),
    selectEvents(db, parcelIds),
  ])
  const of = <T extends { parcel_id: string }>(all: readonly T[], id: string) =>
    all.filter((one) => one.parcel_id === id)
  return rows.map((row) =>
    parcelOf(row, of(numbers, row.id), of(lines, row.id), of(events, row.id)),
  )
}

/** Shipments with their parcels, in the order given. */
export async function shipmentViews(db: Tx, rows: readonly ShipmentRow[]): Promise<Shipment[]> {
  if (rows.length === 0) return []
  const parcelRows = await selectParcelsOfShipments(
    db,
    rows.map((row) => row.id),
  )
  const parcels = await parcelViews(db, parcelRows)
  return rows.map((row) => {
    const id = ids.shipment.encode(row.id)
    return {
      id,
      orderId: ids.order.encode(row.order_id),
      sellerOrderId: ids.sellerOrder.encode(row.seller_order_id),
      sellerId: ids.seller.encode(row.seller_id),
      note: row.note,
      parcels: parcels.filter((parcel) => parcel.shipmentId === id),
      createdAt: row.created_at.toISOString(),
    }
  })
}

function parcelOf(
  row: ParcelRow,
  numbers: readonly NumberRow[],
  lines: readonly ParcelLineRow[],
  events: readonly EventRow[],
): Parcel {
  return {
    id: ids.parcel.encode(row.id),
    shipmentId: ids.shipment.encode(row.shipment_id),
    orderId: ids.order.encode(row.order_id),
    sellerOrderId: ids.sellerOrder.encode(row.seller_order_id),
    sellerId: ids.seller.encode(row.seller_id),
    carrier: row.carrier,
    carrierName: row.carrier_name,
    service: row.service,
    trackingNumber: numbers.at(-1)?.number ?? null,
    trackingNumbers: numbers.map(({ number, carrier, carrier_name }) => ({
      number,
      carrier,
      carrierName: carrier_name,
      url: trackingUrlOf(carrierNamed(carrier), number),
    })),
    lines: lines.map(({ order_line_id, quantity }) => ({
      orderLineId: ids.orderLine.encode(order_line_id),
      quantity,
    })),
    weightGrams: row.weight_grams,
    lengthMm: row.length_mm,
    widthMm: row.width_mm,
    heightMm: row.height_mm,
    shipFrom: row.ship_from,
    shipTo: row.ship_to,
    state: row.state,
    stateSince: row.state_since.toISOString(),
    handedOverAt: row.handed_over_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    lastEventAt: row.last_event_at?.toISOString() ?? null,
    sequence: row.sequence,
    events: events.map(eventOf),
    createdAt: row.created_at.toISOString(),
  }
}

function eventOf(row: EventRow): TrackingEvent {
  return {
    id: ids.trackingEvent.encode(row.id),
    state: row.state,
    rawCode: row.raw_code,
    description: row.description,
    place: row.place,
    country: row.country,
    occurredAt: row.occurred_at.toISOString(),
    utcOffsetMinutes: row.utc_offset_minutes,
    source: row.source,
    carrier: row.carrier,
    trackingNumber: row.tracking_number,
    receivedAt: row.received_at.toISOString(),
  }
}
