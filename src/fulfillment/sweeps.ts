import type { Tx } from '../core/database.ts'
import { recordSellerNews } from '../sellers/index.ts'
import { hearEvents } from './hear-events.ts'
import { type ClockScope, selectOverdue, selectSilent } from './queries-overdue.ts'

const batch = 50
/** How long nothing may be heard of a parcel until it shows as expired. */
const silenceMs = 30 * 86_400_000

const live: ClockScope = { mode: 'live' }

/** Counts hand-overs as late when their deadline passes; answers how many. */
export async function judgeOverdueHandovers(
  db: Tx,
  now: Date,
  scope: ClockScope = live,
): Promise<number> {
  const rows = await selectOverdue(db, now, scope, batch)
  for (const row of rows) {
    const ref = {
      sellerOrderId: row.seller_order_id,
      orderId: row.order_id,
      sellerId: row.seller_id,
      accountId: row.account_id,
      mode: row.mode,
    }
    await recordSellerNews(db, ref, { type: 'shipByPassed', shipBy: row.ship_by })
  }
  return rows.length
}

/** Marks parcels as expired of which nothing was heard for 30 days; answers how many. */
export async function expireSilentParcels(
  db: Tx,
  now: Date,
  scope: ClockScope = live,
): Promise<number> {
  const rows = await selectSilent(db, new Date(now.getTime() - silenceMs), scope, batch)
  for (const { id, carrier, last_event_at } of rows) {
    const occurredAt = new Date(last_event_at.getTime() + silenceMs)
    const event = {
      state: 'expired' as const,
      rawCode: null,
      description: 'Nothing was heard of it for 30 days',
      place: null,
      country: null,
      occurredAt,
      utcOffsetMinutes: null,
      source: 'platform' as const,
      carrier,
      trackingNumber: null,
      eventId: null,
    }
    await hearEvents(db, id, [event], now)
  }
  return rows.length
}
