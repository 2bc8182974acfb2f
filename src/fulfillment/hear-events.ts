import { createHash } from 'node:crypto'
import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { emitAll } from '../events/index.ts'
import { lockPart } from '../orders/index.ts'
import { selectSeller } from '../sellers/index.ts'
import { countProgress } from './count-progress.ts'
import { parcelCreated, parcelMoved } from './events.ts'
import { newsOf } from './parcel-news.ts'
import { type ParcelState, phaseOf, progressOf } from './parcel-state.ts'
import { type ParcelRow, selectEvents, selectNumbers, selectParcel } from './queries.ts'
import { insertEvents, lockParcel, updateProgress } from './queries-write.ts'
import type { TrackingSource } from './tables.ts'

/** Something said about a parcel, with its code understood. */
export interface HeardEvent {
  readonly state: ParcelState
  readonly rawCode: string | null
  readonly description: string | null
  readonly place: string | null
  readonly country: string | null
  readonly occurredAt: Date
  readonly utcOffsetMinutes: number | null
  readonly source: TrackingSource
  readonly carrier: string | null
  readonly trackingNumber: string | null
  /** The source's own id of it; without one, equal words at the same time are the same event. */
  readonly eventId: string | null
}

export interface Heard {
  readonly parcel: ParcelRow
  /** Events that were new; repeats are none. */
  readonly recorded: number
}

/**
 * Takes events into a parcel and moves the order by what they show. Repeats change nothing, and
 * the order in which events arrive does not matter.
 */
export async function hearEvents(
  db: Tx,
  parcelId: string,
  heard: readonly HeardEvent[],
  now: Date,
): Promise<Heard> {
  const seen = (await selectParcel(db, parcelId))!
  // The order is locked before the parcel everywhere, and only where it may move.
  if (mayMoveOrder(seen, heard)) await lockPart(db, seen.seller_order_id)
  const before = (await lockParcel(db, parcelId))!
  const rows = heard.map((event) => rowOf(parcelId, event, now))
  const recorded = rows.length === 0 ? 0 : await insertEvents(db, rows)
  if (recorded === 0) return { parcel: before, recorded }
  const events = await selectEvents(db, [parcelId])
  const progress = progressOf(
    events.map((event) => ({ state: event.state, occurredAt: event.occurred_at })),
  )!
  const parcel = await updateProgress(db, parcelId, progress, events.length)
  if (before.sequence === 0 || parcel.state !== before.state) await tell(db, before, parcel)
  const isNews =
    (parcel.handed_over_at !== null && before.handed_over_at === null) ||
    (parcel.delivered_at !== null && before.delivered_at === null)
  if (isNews) await countProgress(db, parcel, now)
  return { parcel, recorded }
}

function mayMoveOrder(parcel: ParcelRow, heard: readonly HeardEvent[]): boolean {
  return heard.some(({ state }) => {
    if (state === 'delivered') return parcel.delivered_at === null
    return parcel.handed_over_at === null && (phaseOf(state) ?? 0) > 0
  })
}

function rowOf(parcelId: string, event: HeardEvent, now: Date) {
  const { eventId, ...told } = event
  return {
    id: newId(),
    parcel_id: parcelId,
    state: told.state,
    raw_code: told.rawCode,
    description: told.description,
    place: told.place,
    country: told.country,
    occurred_at: told.occurredAt,
    utc_offset_minutes: told.utcOffsetMinutes,
    source: told.source,
    carrier: told.carrier,
    tracking_number: told.trackingNumber,
    dedupe_key: eventId === null ? digestOf(event) : `id:${event.carrier ?? ''}:${eventId}`,
    received_at: now,
  }
}

function digestOf({ state, rawCode, occurredAt, place, description }: HeardEvent): string {
  const said = JSON.stringify([state, rawCode, occurredAt.getTime(), place, description])
  return createHash('sha256').update(said).digest('base64url')
}

async function tell(db: Tx, before: ParcelRow, parcel: ParcelRow): Promise<void> {
  const isNew = before.sequence === 0
  const numbers = await selectNumbers(db, [parcel.id])
  const payload = newsOf(parcel, numbers.at(-1)?.number ?? null, isNew ? null : before.state)
  const seller = await selectSeller(db, parcel.seller_id)
  const readers = new Set([parcel.account_id, seller?.account_id ?? parcel.account_id])
  const emissions = [...readers].map((accountId) => ({
    accountId,
    mode: parcel.mode,
    subjectId: parcel.id,
    payload,
  }))
  await emitAll(db, isNew ? parcelCreated : parcelMoved, emissions)
}
