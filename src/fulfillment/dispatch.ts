import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { OrderRecord, PartRow } from '../orders/index.ts'
import type { Carrier } from './carriers/carrier.ts'
import { hearEvents } from './hear-events.ts'
import type { ShipmentRow } from './queries.ts'
import { insertParcels, insertShipment, type NewParcel } from './queries-write.ts'
import type { TrackingSource } from './tables.ts'
import type { Units } from './units.ts'

export interface ParcelPlan {
  readonly carrier: Carrier
  readonly number: string | null
  readonly service: string | null
  readonly lines: readonly Units[]
  readonly weightGrams: number | null
  readonly lengthMm: number | null
  readonly widthMm: number | null
  readonly heightMm: number | null
  /** When the carrier took it; null while there is only a label. */
  readonly handedOverAt: Date | null
}

export interface DispatchPlan {
  readonly parcels: readonly ParcelPlan[]
  readonly note: string | null
  readonly source: TrackingSource
  readonly now: Date
}

/** Writes a shipment of a locked part and counts what of it is handed over. */
export async function dispatch(
  db: Tx,
  { record, part }: { record: OrderRecord; part: PartRow },
  plan: DispatchPlan,
): Promise<ShipmentRow> {
  const owner = {
    order_id: part.orderId,
    seller_order_id: part.id,
    seller_id: part.sellerId,
    account_id: part.accountId,
    mode: part.mode,
  }
  const shipment = { id: newId(), ...owner, note: plan.note, created_at: plan.now }
  await insertShipment(db, shipment)
  const rows = plan.parcels.map((parcel, position): NewParcel => {
    const place = { shipFrom: null, shipTo: record.order.destinationCountry }
    return {
      ...owner,
      ...rowOf(parcel, plan.now),
      ...columnsOf(place),
      shipment_id: shipment.id,
      position,
    }
  })
  const packed = rows.map((row, i) => ({ row, parcel: plan.parcels[i]! }))
  await insertParcels(
    db,
    rows,
    packed.flatMap(({ row, parcel }) =>
      parcel.number === null ? [] : [numberOf(row, parcel.number)],
    ),
    packed.flatMap(({ row, parcel }) =>
      parcel.lines.map(({ lineId, quantity }) => ({
        parcel_id: row.id,
        order_line_id: lineId,
        quantity,
      })),
    ),
  )
  for (const { row, parcel } of packed) await hearFirst(db, row, parcel, plan)
  return shipment
}

function columnsOf({ shipFrom, shipTo }: { shipFrom: string | null; shipTo: string | null }) {
  return { ship_from: shipFrom, ship_to: shipTo }
}

function rowOf(parcel: ParcelPlan, now: Date) {
  return {
    id: newId(),
    carrier: parcel.carrier.code,
    carrier_name: parcel.carrier.name,
    service: parcel.service,
    weight_grams: parcel.weightGrams,
    length_mm: parcel.lengthMm,
    width_mm: parcel.widthMm,
    height_mm: parcel.heightMm,
    state: 'labelCreated' as const,
    state_since: now,
    created_at: now,
  }
}

function numberOf(row: NewParcel, number: string) {
  const { id: parcel_id, carrier, carrier_name } = row
  return { parcel_id, number, carrier, carrier_name, position: 0 }
}

async function hearFirst(db: Tx, row: NewParcel, parcel: ParcelPlan, plan: DispatchPlan) {
  const isHandedOver = parcel.handedOverAt !== null
  const event = {
    state: isHandedOver ? ('accepted' as const) : ('labelCreated' as const),
    rawCode: null,
    description: isHandedOver ? 'Handed over to the carrier' : 'Label made',
    place: null,
    country: null,
    occurredAt: parcel.handedOverAt ?? plan.now,
    utcOffsetMinutes: null,
    source: plan.source,
    carrier: parcel.carrier.code,
    trackingNumber: parcel.number,
    eventId: null,
  }
  await hearEvents(db, row.id, [event], plan.now)
}
