import { and, asc, desc, eq, getTableColumns, inArray, lt } from 'drizzle-orm'
import type { Sql, Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { events } from '../events/tables.ts'
import type { AttemptRow, DeliveryRow } from './rows.ts'
import { type deliveryStates, webhookAttempts, webhookDeliveries } from './tables.ts'

export interface Match {
  readonly endpointId: string
  readonly eventId: string
}

/** The start of an upsert of deliveries that are due. */
function queueing(sql: Sql, matches: readonly Match[], now: Date) {
  return sql`
    insert into webhook_deliveries (id, endpoint_id, event_id, run_at)
    select id, endpoint_id, event_id, ${now} from unnest(
      ${matches.map(() => newId())}::uuid[],
      ${matches.map((match) => match.endpointId)}::uuid[],
      ${matches.map((match) => match.eventId)}::uuid[]
    ) as match (id, endpoint_id, event_id)
    on conflict (endpoint_id, event_id)`
}

/** Queues deliveries; an event that is already on its way to an endpoint stays as it is. */
export async function insertDeliveries(
  { sql }: Tx,
  matches: readonly Match[],
  now: Date,
): Promise<number> {
  const made = await sql`${queueing(sql, matches, now)} do nothing`
  return made.count
}

/** Queues deliveries anew; delivered ones only where told to. Answers how many were queued. */
export async function requeueDeliveries(
  { sql }: Tx,
  matches: readonly Match[],
  evenDelivered: boolean,
  now: Date,
): Promise<number> {
  const made = await sql`${queueing(sql, matches, now)} do update
      set state = 'pending', tries = 0, run_at = excluded.run_at, lease_token = null,
        delivered_at = null
      where ${evenDelivered} or webhook_deliveries.state <> 'delivered'`
  return made.count
}

export interface DeliveryFilter {
  readonly endpointId: string
  readonly state?: (typeof deliveryStates)[number] | undefined
  readonly eventId?: string | undefined
}

const columns = { ...getTableColumns(webhookDeliveries), eventType: events.type }

/** Newest first, those before a given id. */
export async function selectDeliveries(
  { orm }: Tx,
  { endpointId, state, eventId }: DeliveryFilter,
  before: string | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  return orm
    .select(columns)
    .from(webhookDeliveries)
    .innerJoin(events, eq(events.id, webhookDeliveries.eventId))
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        state === undefined ? undefined : eq(webhookDeliveries.state, state),
        eventId === undefined ? undefined : eq(webhookDeliveries.eventId, eventId),
        before === undefined ? undefined : lt(webhookDeliveries.id, before),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit)
}

export async function selectDelivery({ orm }: Tx, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await orm
    .select(columns)
    .from(webhookDeliveries)
    .innerJoin(events, eq(events.id, webhookDeliveries.eventId))
    .where(eq(webhookDeliveries.id, id))
  return row
}

/** The attempts of deliveries, in order. */
export async function selectAttempts({ orm }: Tx, ids: readonly string[]): Promise<AttemptRow[]> {
  if (ids.length === 0) return []
  return orm
    .select()
    .from(webhookAttempts)
    .where(inArray(webhookAttempts.deliveryId, [...ids]))
    .orderBy(asc(webhookAttempts.number))
}

/** Forgets a batch of deliveries older than a moment; answers how many. */
export async function deleteDeliveriesBefore({ sql }: Tx, before: Date): Promise<number> {
  const gone = await sql`
    delete from webhook_deliveries where id in (
      select id from webhook_deliveries where created_at < ${before} limit 1000
      for update skip locked
    )`
  return gone.count
}
