import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

/** Whose clock: all live orders, or one account's test orders. */
export interface ClockScope {
  readonly mode: Mode
  readonly accountId?: string
}

export interface OverdueRow {
  seller_order_id: string
  order_id: string
  seller_id: string
  account_id: string
  mode: Mode
  ship_by: Date
}

/** Parts past their ship-by time that are not all sent, of which no hand-over is judged yet. */
export async function selectOverdue(
  { sql }: Tx,
  now: Date,
  { mode, accountId }: ClockScope,
  limit: number,
): Promise<OverdueRow[]> {
  return await sql<OverdueRow[]>`
    select p.id as seller_order_id, p.order_id, p.seller_id, p.account_id, p.mode, p.ship_by
    from seller_orders p
    where p.shipped_at is null and p.cancelled_at is null and p.held_at is null
      and p.ship_by < ${now} and p.mode = ${mode}
      ${accountId === undefined ? sql`` : sql`and p.account_id = ${accountId}`}
      and not exists (
        select from seller_outcomes o
        where o.seller_order_id = p.id and (o.kind = 'handover' or o.is_problem)
      )
    order by p.ship_by limit ${limit}`
}

/** Parcels on their way of which nothing was heard since a moment. Served by parcels_silent. */
export async function selectSilent(
  { sql }: Tx,
  since: Date,
  { mode, accountId }: ClockScope,
  limit: number,
): Promise<{ id: string; carrier: string; last_event_at: Date }[]> {
  return await sql<{ id: string; carrier: string; last_event_at: Date }[]>`
    select id, carrier, last_event_at from parcels
    where delivered_at is null and last_event_at < ${since} and mode = ${mode}
      ${accountId === undefined ? sql`` : sql`and account_id = ${accountId}`}
      and state not in ('delivered', 'returning', 'returned', 'lost', 'damaged', 'expired')
    order by last_event_at limit ${limit}`
}
