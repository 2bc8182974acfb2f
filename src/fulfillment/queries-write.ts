import type { Tx } from '../core/database.ts'
import type { ParcelProgress } from './parcel-state.ts'
import type { EventRow, NumberRow, ParcelLineRow, ParcelRow, ShipmentRow } from './queries.ts'

export async function insertShipment({ sql }: Tx, row: ShipmentRow): Promise<void> {
  await sql`insert into shipments ${sql(row as never)}`
}

export type NewParcel = Omit<
  ParcelRow,
  'handed_over_at' | 'delivered_at' | 'last_event_at' | 'sequence'
>

export async function insertParcels(
  { sql }: Tx,
  parcels: readonly NewParcel[],
  numbers: readonly NumberRow[],
  lines: readonly ParcelLineRow[],
): Promise<void> {
  await sql`insert into parcels ${sql(parcels as never)}`
  await sql`insert into parcel_lines ${sql(lines as never)}`
  if (numbers.length > 0) {
    await sql`insert into parcel_tracking_numbers ${sql(numbers as never)}`
  }
}

/** Adds a number to a parcel and makes its carrier the one that has it; false where it had it already. */
export async function insertNumber({ sql }: Tx, row: NumberRow): Promise<boolean> {
  const added = await sql`
    insert into parcel_tracking_numbers ${sql(row as never)} on conflict do nothing`
  if (added.count === 0) return false
  await sql`
    update parcels set carrier = ${row.carrier}, carrier_name = ${row.carrier_name},
      updated_at = now()
    where id = ${row.parcel_id}`
  return true
}

/** Holds a parcel still until the transaction ends. */
export async function lockParcel({ sql }: Tx, id: string): Promise<ParcelRow | undefined> {
  const [row] = await sql<ParcelRow[]>`select * from parcels where id = ${id} for update`
  return row
}

export type NewEvent = Omit<EventRow, 'received_at'> & { dedupe_key: string; received_at: Date }

/** Writes the events that are new; answers how many. */
export async function insertEvents({ sql }: Tx, rows: readonly NewEvent[]): Promise<number> {
  const added = await sql`
    insert into tracking_events ${sql(rows as never)}
    on conflict (parcel_id, dedupe_key) do nothing`
  return added.count
}

export async function updateProgress(
  { sql }: Tx,
  parcelId: string,
  progress: ParcelProgress,
  sequence: number,
): Promise<ParcelRow> {
  const [row] = await sql<ParcelRow[]>`
    update parcels set state = ${progress.state}, state_since = ${progress.since},
      handed_over_at = ${progress.handedOverAt}, delivered_at = ${progress.deliveredAt},
      last_event_at = ${progress.lastEventAt}, sequence = ${sequence}, updated_at = now()
    where id = ${parcelId} returning *`
  return row!
}
