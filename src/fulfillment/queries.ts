import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { ParcelState } from './parcel-state.ts'
import type { TrackingSource } from './tables.ts'

export interface ShipmentRow {
  id: string
  order_id: string
  seller_order_id: string
  seller_id: string
  account_id: string
  mode: Mode
  note: string | null
  created_at: Date
}

export interface ParcelRow {
  id: string
  shipment_id: string
  order_id: string
  seller_order_id: string
  seller_id: string
  account_id: string
  mode: Mode
  position: number
  carrier: string
  carrier_name: string
  service: string | null
  weight_grams: number | null
  length_mm: number | null
  width_mm: number | null
  height_mm: number | null
  ship_from: string | null
  ship_to: string | null
  state: ParcelState
  state_since: Date
  handed_over_at: Date | null
  delivered_at: Date | null
  last_event_at: Date | null
  sequence: number
  created_at: Date
}

export interface NumberRow {
  parcel_id: string
  number: string
  carrier: string
  carrier_name: string
  position: number
}

export interface ParcelLineRow {
  parcel_id: string
  order_line_id: string
  quantity: number
}

export interface EventRow {
  id: string
  parcel_id: string
  state: ParcelState
  raw_code: string | null
  description: string | null
  place: string | null
  country: string | null
  occurred_at: Date
  utc_offset_minutes: number | null
  source: TrackingSource
  carrier: string | null
  tracking_number: string | null
  received_at: Date
}

export async function selectParcel({ sql }: Tx, id: string): Promise<ParcelRow | undefined> {
  const [row] = await sql<ParcelRow[]>`select * from parcels where id = ${id}`
  return row
}

export async function selectParcels({ sql }: Tx, ids: readonly string[]): Promise<ParcelRow[]> {
  return await sql<ParcelRow[]>`select * from parcels where id = any(${ids as string[]}::uuid[])`
}

/** Shipments of some orders, oldest first. Served by shipments_order. */
export async function selectShipmentsOfOrders({ sql }: Tx, orderIds: readonly string[]) {
  return await sql<ShipmentRow[]>`
    select * from shipments where order_id = any(${orderIds as string[]}::uuid[]) order by id`
}

export async function selectShipments({ sql }: Tx, ids: readonly string[]) {
  return await sql<ShipmentRow[]>`
    select * from shipments where id = any(${ids as string[]}::uuid[]) order by id`
}

export async function selectParcelsOfShipments({ sql }: Tx, shipmentIds: readonly string[]) {
  return await sql<ParcelRow[]>`
    select * from parcels where shipment_id = any(${shipmentIds as string[]}::uuid[])
    order by shipment_id, position`
}

export async function selectParcelsOfPart({ sql }: Tx, sellerOrderId: string) {
  return await sql<ParcelRow[]>`
    select * from parcels where seller_order_id = ${sellerOrderId} order by id`
}

export async function selectNumbers({ sql }: Tx, parcelIds: readonly string[]) {
  return await sql<NumberRow[]>`
    select * from parcel_tracking_numbers where parcel_id = any(${parcelIds as string[]}::uuid[])
    order by parcel_id, position`
}

export async function selectParcelLines({ sql }: Tx, parcelIds: readonly string[]) {
  return await sql<ParcelLineRow[]>`
    select * from parcel_lines where parcel_id = any(${parcelIds as string[]}::uuid[])
    order by parcel_id, order_line_id`
}

/** Newest first. Served by tracking_events_parcel. */
export async function selectEvents({ sql }: Tx, parcelIds: readonly string[]): Promise<EventRow[]> {
  return await sql<EventRow[]>`
    select * from tracking_events where parcel_id = any(${parcelIds as string[]}::uuid[])
    order by parcel_id, occurred_at desc, id desc`
}

/** Parcels known by a number, the newest first: carriers reuse numbers after a year or two. */
export async function selectParcelsByNumber({ sql }: Tx, number: string): Promise<ParcelRow[]> {
  return await sql<ParcelRow[]>`
    select p.* from parcel_tracking_numbers n join parcels p on p.id = n.parcel_id
    where n.number = ${number} order by p.id desc limit 50`
}

export interface ParcelFilter {
  mode: Mode
  /** The buyer's account; null for sellers and the operator. */
  accountId: string | null
  /** Null for buyers and the operator. */
  sellerId: string | null
  number?: string | undefined
  orderId?: string | undefined
  sellerOrderId?: string | undefined
  state?: ParcelState | undefined
}

/** One page of parcels, newest first. Served by parcels_account and parcels_seller. */
export async function listParcelRows(
  { sql }: Tx,
  filter: ParcelFilter,
  limit: number,
  before: string | undefined,
): Promise<ParcelRow[]> {
  const { accountId, sellerId, number, orderId, sellerOrderId, state } = filter
  return await sql<ParcelRow[]>`
    select * from parcels
    where mode = ${filter.mode}
      ${accountId === null ? sql`` : sql`and account_id = ${accountId}`}
      ${sellerId === null ? sql`` : sql`and seller_id = ${sellerId}`}
      ${orderId ? sql`and order_id = ${orderId}` : sql``}
      ${sellerOrderId ? sql`and seller_order_id = ${sellerOrderId}` : sql``}
      ${state ? sql`and state = ${state}` : sql``}
      ${
        number
          ? sql`and id in (select parcel_id from parcel_tracking_numbers where number = ${number})`
          : sql``
      }
      ${before ? sql`and id < ${before}` : sql``}
    order by id desc limit ${limit}`
}
