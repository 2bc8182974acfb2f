import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

export interface EventRow {
  id: string
  position: number
  account_id: string
  mode: Mode
  type: string
  subject_id: string
  payload: Record<string, unknown>
  created_at: Date
}

export interface EventFilter {
  readonly accountId: string
  readonly mode: Mode
  /** Exact types and `order.*` patterns; undefined means all. */
  readonly types?: readonly string[] | undefined
  readonly subjectId?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Wire id: only events that name this seller, which is all a seller's own key may see. */
  readonly sellerId?: string | undefined
}

/** Serialises the drawing of positions; any number of ours that nobody else locks. */
const placingLock = 5_110_320_417

/**
 * Gives committed events their place in the log, for one account or for all; answers how many. The
 * lock is held until commit: a position becomes visible only after every lower one, so a reader
 * that has seen one never misses a lower one that commits late.
 */
export async function placeEvents(
  { sql }: Tx,
  limit: number,
  owner?: { accountId: string; mode: Mode },
): Promise<number> {
  const mine = owner ? sql`and account_id = ${owner.accountId} and mode = ${owner.mode}` : sql``
  const placed = await sql`
    with turn as materialized (select pg_advisory_xact_lock(${placingLock})),
    unplaced as materialized (
      select events.id from turn, events where position is null ${mine}
      order by sequence limit ${limit}
    ),
    drawn as materialized (select id, nextval('event_positions') as position from unplaced)
    update events set position = drawn.position
    from drawn where events.id = drawn.id and events.position is null`
  return placed.count
}

/** Whether an account has events without a place. */
export async function hasUnplaced({ sql }: Tx, accountId: string, mode: Mode): Promise<boolean> {
  const rows = await sql`
    select 1 from events
    where position is null and account_id = ${accountId} and mode = ${mode} limit 1`
  return rows.length > 0
}

/** Events of one log after a position, in order. */
export async function selectEvents(
  { sql }: Tx,
  filter: EventFilter,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  const { types, subjectId, since, until, sellerId } = filter
  return sql<EventRow[]>`
    select id, position, account_id, mode, type, subject_id, payload, created_at from events
    where account_id = ${filter.accountId} and mode = ${filter.mode} and position > ${after}
    ${types ? sql`and type like any (${likePatterns(types)})` : sql``}
    ${subjectId ? sql`and subject_id = ${subjectId}` : sql``}
    ${since ? sql`and created_at >= ${since}` : sql``}
    ${until ? sql`and created_at < ${until}` : sql``}
    ${sellerId ? sql`and payload->>'sellerId' = ${sellerId}` : sql``}
    order by position limit ${limit}`
}

/** Events of one log by their uuids, in any order. */
export async function selectEventsById(
  { sql }: Tx,
  ids: readonly string[],
  { accountId, mode, sellerId }: EventFilter,
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    select id, position, account_id, mode, type, subject_id, payload, created_at from events
    where id = any (${[...ids]}::uuid[]) and account_id = ${accountId} and mode = ${mode}
      and position is not null
    ${sellerId ? sql`and payload->>'sellerId' = ${sellerId}` : sql``}`
}

/** Takes events that nobody relayed yet, in order; rows that another node holds are passed over. */
export async function takeUnrelayed({ sql }: Tx, now: Date, limit: number): Promise<EventRow[]> {
  const rows = await sql<EventRow[]>`
    update events set relayed_at = ${now}
    where id in (
      select id from events where relayed_at is null and position is not null
      order by position limit ${limit} for update skip locked
    )
    returning id, position, account_id, mode, type, subject_id, payload, created_at`
  return rows.toSorted((a, b) => a.position - b.position)
}

function likePatterns(types: readonly string[]): string[] {
  return types.map((type) => type.replaceAll('_', '\\_').replace(/\*$/, '%'))
}
