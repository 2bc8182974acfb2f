import type { Tx } from '../core/database.ts'
import { emptyTallies, type OutcomeKind, type Tallies, type Tally } from './reliability-score.ts'

/** Orders and problems of one month, by kind. */
export type MonthCounts = Partial<Record<OutcomeKind, { orders: number; problems: number }>>

export interface StoredScore {
  sellerId: string
  expected: number
  score: number | null
  ordersKnown: number
  counts: MonthCounts
}

/** The tallies of all sellers as last counted, and when; null before the first count. */
export async function selectPlatformTallies({
  sql,
}: Tx): Promise<{ tallies: Tallies; talliedAt: Date } | null> {
  const rows = await sql<{ kind: OutcomeKind; tally: Tally; tallied_at: Date }[]>`
    select kind, tally, tallied_at from platform_tallies`
  if (rows.length === 0) return null
  const tallies = emptyTallies()
  for (const row of rows) tallies[row.kind] = row.tally
  return { tallies, talliedAt: rows[0]!.tallied_at }
}

export async function storePlatformTallies({ sql }: Tx, tallies: Tallies, now: Date) {
  const rows = Object.entries(tallies).map(([kind, tally]) => ({ kind, tally }))
  await sql`
    insert into platform_tallies (kind, tally, tallied_at)
    select kind, tally, ${now} from jsonb_to_recordset(${sql.json(rows as never)}) as row(kind text, tally jsonb)
    on conflict (kind) do update set tally = excluded.tally, tallied_at = excluded.tallied_at`
}

/** Sellers of whom there is news; then those whose score has aged or who have none yet. */
export async function selectStaleSellers(
  { sql }: Tx,
  scoredBefore: Date,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    (select distinct seller_id as id from seller_outcomes where counted_at is null limit ${limit})
    union
    (select id from sellers where scored_at < ${scoredBefore} or scored_at is null
      order by scored_at nulls first limit ${limit})
    limit ${limit}`
  return rows.map((row) => row.id)
}

/** Every seller's id after one, in order. */
export async function selectSellerIds({ sql }: Tx, after: string | null, limit: number) {
  const rows = await sql<{ id: string }[]>`
    select id from sellers ${after ? sql`where id > ${after}` : sql``} order by id limit ${limit}`
  return rows.map((row) => row.id)
}

/** Locks sellers in a fixed order, so that two recomputations never wait for each other in a ring. */
export async function lockSellers({ sql }: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from sellers where id = any(${ids as string[]}::uuid[])
    order by id for no key update skip locked`
  return rows.map((row) => row.id)
}

export async function storeScores(
  { sql }: Tx,
  scores: readonly StoredScore[],
  month: string,
  now: Date,
): Promise<void> {
  const rows = sql.json(scores as never)
  await sql`
    update sellers set expected_score = row.expected, score = row.score,
      orders_known = row."ordersKnown", scored_at = ${now}
    from jsonb_to_recordset(${rows})
      as row("sellerId" uuid, expected float8, score float8, "ordersKnown" int)
    where sellers.id = row."sellerId"`
  await sql`
    insert into seller_score_months
      (seller_id, month, expected_score, score, orders_known, counts, scored_at)
    select "sellerId", ${month}, expected, score, "ordersKnown", counts, ${now}
    from jsonb_to_recordset(${rows})
      as row("sellerId" uuid, expected float8, score float8, "ordersKnown" int, counts jsonb)
    on conflict (seller_id, month) do update
    set expected_score = excluded.expected_score, score = excluded.score,
      orders_known = excluded.orders_known, counts = excluded.counts,
      scored_at = excluded.scored_at`
}

const markedAtOnce = 20_000

/**
 * Marks what the coming tallies will hold: called before they are read, so that no news is missed.
 * What is beyond one statement's share stays marked as news and is met by the next run.
 */
export async function markCounted({ sql }: Tx, sellerIds: readonly string[], now: Date) {
  await sql`
    update seller_outcomes set counted_at = ${now}
    where (seller_order_id, kind) in (
      select seller_order_id, kind from seller_outcomes
      where seller_id = any(${sellerIds as string[]}::uuid[]) and counted_at is null
      limit ${markedAtOnce}
    )`
}

/** Where each scored seller stands among all scored sellers. */
export async function storePercentiles({ sql }: Tx): Promise<void> {
  await sql`
    update sellers set percentile = standing.percentile
    from (
      select id, round((100 * cume_dist() over (order by score))::numeric, 1)::float8 as percentile
      from sellers where score is not null
    ) as standing
    where sellers.id = standing.id and sellers.percentile is distinct from standing.percentile`
}

export interface MonthRow {
  seller_id: string
  month: string
  expected_score: number
  score: number | null
  orders_known: number
  counts: MonthCounts | null
}

/** Newest first within each seller. */
export async function selectMonths({ sql }: Tx, sellerIds: readonly string[], limit: number) {
  return await sql<MonthRow[]>`
    select latest.* from unnest(${sellerIds as string[]}::uuid[]) as wanted(id)
    cross join lateral (
      select seller_id, month, expected_score, score, orders_known, counts from seller_score_months
      where seller_id = wanted.id order by month desc limit ${limit}
    ) as latest`
}
