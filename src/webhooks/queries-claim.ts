import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { EventRow } from '../events/index.ts'
import type { Reply, Verdict } from './judge.ts'

/** An endpoint that has something due, locked for the claim. */
export interface Candidate {
  id: string
  maxPerSecond: number | null
  rateAt: Date | null
  failingSince: Date | null
}

/**
 * Endpoints with something due, healthy ones and those served longest ago first. Each is locked, so
 * that no two workers count its messages in flight at the same time.
 */
export async function lockCandidates({ sql }: Tx, now: Date, limit: number): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select id, max_per_second as "maxPerSecond", rate_at as "rateAt",
      failing_since as "failingSince"
    from webhook_endpoints endpoint
    where paused_at is null and (held_until is null or held_until <= ${now})
      and exists (
        select 1 from webhook_deliveries
        where endpoint_id = endpoint.id and state = 'pending' and run_at <= ${now}
      )
    order by failing_since is not null, last_claimed_at nulls first
    limit ${limit} for no key update skip locked`
}

/** How many messages each endpoint has in flight; leases that ran out do not count. */
export async function countInFlight(
  { sql }: Tx,
  endpointIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; n: number }[]>`
    select endpoint_id as id, count(*)::int as n from webhook_deliveries
    where endpoint_id = any (${[...endpointIds]}::uuid[]) and lease_token is not null
      and run_at > ${now}
    group by endpoint_id`
  return new Map(rows.map(({ id, n }) => [id, n]))
}

export interface Allowance {
  readonly endpointId: string
  readonly most: number
}

export interface Claimed {
  id: string
  leaseToken: string
  tries: number
  attempts: number
  endpointId: string
  mode: Mode
  url: string
  payload: 'full' | 'thin'
  secret: string
  previousSecret: string | null
  previousSecretExpiresAt: Date | null
  event: EventRow
}

type ClaimedRow = Omit<Claimed, 'event'> & EventRow & { eventId: string }

/** Leases what is due, oldest first, as many per endpoint as it is allowed. */
export async function claimDue(
  { sql }: Tx,
  allowances: readonly Allowance[],
  now: Date,
  leaseEnd: Date,
): Promise<Claimed[]> {
  const rows = await sql<ClaimedRow[]>`
    with allowed as (
      select * from unnest(
        ${allowances.map((one) => one.endpointId)}::uuid[],
        ${allowances.map((one) => one.most)}::int[]
      ) as allowed (endpoint_id, most)
    ),
    picked as (
      select due.id from allowed cross join lateral (
        select id from webhook_deliveries
        where endpoint_id = allowed.endpoint_id and state = 'pending' and run_at <= ${now}
        order by run_at limit allowed.most for update skip locked
      ) due
    ),
    leased as (
      update webhook_deliveries delivery
      set lease_token = gen_random_uuid(), run_at = ${leaseEnd}, tries = tries + 1,
        attempts = attempts + 1
      from picked where delivery.id = picked.id
      returning delivery.*
    )
    select leased.id, leased.lease_token as "leaseToken", leased.tries, leased.attempts,
      endpoint.id as "endpointId", endpoint.mode, endpoint.url, endpoint.payload, endpoint.secret,
      endpoint.previous_secret as "previousSecret",
      endpoint.previous_secret_expires_at as "previousSecretExpiresAt",
      event.id as "eventId", event.position, event.account_id, event.type, event.subject_id,
      event.payload as data, event.created_at
    from leased
    join webhook_endpoints endpoint on endpoint.id = leased.endpoint_id
    join events event on event.id = leased.event_id`
  return rows.map(claimedOf)
}

function claimedOf(row: ClaimedRow & { data?: Record<string, unknown> }): Claimed {
  const { eventId, position, account_id, type, subject_id, data = {}, created_at, ...rest } = row
  const event = { id: eventId, position, account_id, type, subject_id, created_at, mode: row.mode }
  return { ...rest, payload: row.payload as 'full' | 'thin', event: { ...event, payload: data } }
}

/** Notes when endpoints were served and how much of their rate is used up. */
export async function touchEndpoints(
  { sql }: Tx,
  served: readonly { endpointId: string; rateAt: Date | null }[],
  now: Date,
): Promise<void> {
  await sql`
    update webhook_endpoints set last_claimed_at = ${now}, rate_at = served.rate_at
    from unnest(
      ${served.map((one) => one.endpointId)}::uuid[],
      ${served.map((one) => one.rateAt?.toISOString() ?? null)}::timestamptz[]
    ) as served (id, rate_at)
    where webhook_endpoints.id = served.id`
}

/** Ends an attempt; answers false where the lease ran out and somebody else took over. */
export async function finishDelivery(
  { sql }: Tx,
  { id, leaseToken }: Pick<Claimed, 'id' | 'leaseToken'>,
  verdict: Verdict,
  now: Date,
): Promise<boolean> {
  const rows = await sql`
    update webhook_deliveries set state = ${verdict.state}, run_at = ${verdict.runAt ?? now},
      lease_token = null, delivered_at = ${verdict.state === 'delivered' ? now : null}
    where id = ${id} and lease_token = ${leaseToken}
    returning 1`
  return rows.length === 1
}

export async function insertAttempt(
  { sql }: Tx,
  attempt: { id: string; deliveryId: string; number: number; startedAt: Date },
  { durationMs, status, error, responseBody }: Reply,
): Promise<void> {
  await sql`
    insert into webhook_attempts
      (id, delivery_id, number, started_at, duration_ms, status, error, response_body)
    values (${attempt.id}, ${attempt.deliveryId}, ${attempt.number}, ${attempt.startedAt},
      ${durationMs}, ${status}, ${error}, ${responseBody})`
}

/** Notes a success (nothing fails any longer) or a failure; answers since when the endpoint fails. */
export async function noteHealth(
  { sql }: Tx,
  endpointId: string,
  isGood: boolean,
  holdUntil: Date | null,
  now: Date,
): Promise<void> {
  if (isGood) {
    await sql`
      update webhook_endpoints set failing_since = null
      where id = ${endpointId} and failing_since is not null`
    return
  }
  await sql`
    update webhook_endpoints set failing_since = coalesce(failing_since, ${now}),
      held_until = greatest(held_until, ${holdUntil})
    where id = ${endpointId}`
}

/** Since when an endpoint fails; null where it does not. */
export async function selectFailingSince({ sql }: Tx, endpointId: string): Promise<Date | null> {
  const [row] = await sql<{ since: Date | null }[]>`
    select failing_since as since from webhook_endpoints where id = ${endpointId}`
  return row?.since ?? null
}
