import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { Outcome } from './order-cause.ts'
import {
  halfLifeDays,
  type OutcomeKind,
  outcomeKinds,
  type Tally,
  windowDays,
} from './reliability-score.ts'

export interface OutcomeRow {
  seller_order_id: string
  kind: OutcomeKind
  seller_id: string
  order_id: string
  account_id: string
  mode: Mode
  is_problem: boolean
  reason: string
  known_at: Date
  excused_at: Date | null
  excuse: string | null
}

/** One seller's part of one order, as outcomes refer to it. */
export interface SellerOrderRef {
  sellerOrderId: string
  orderId: string
  sellerId: string
  /** The buyer's account. */
  accountId: string
  mode: Mode
}

/** Whose test orders are counted beside the live ones; null for none. */
export type TestAccount = string | null

const dayMs = 86_400_000

export async function selectKnownOutcomes({ sql }: Tx, sellerOrderId: string) {
  return await sql<{ kind: OutcomeKind; is_problem: boolean }[]>`
    select kind, is_problem from seller_outcomes where seller_order_id = ${sellerOrderId}`
}

/** Records outcomes once each; a problem that shows later replaces a good outcome, never the reverse. */
export async function upsertOutcomes(
  { sql }: Tx,
  ref: SellerOrderRef,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({ kind, isProblem, reason, knownAt }) => ({
    seller_order_id: ref.sellerOrderId,
    kind,
    seller_id: ref.sellerId,
    order_id: ref.orderId,
    account_id: ref.accountId,
    mode: ref.mode,
    is_problem: isProblem,
    reason,
    known_at: knownAt,
    // Test orders enter no stored score, so there is nothing to count them for.
    counted_at: ref.mode === 'test' ? knownAt : null,
  }))
  await sql`
    insert into seller_outcomes ${sql(rows)}
    on conflict (seller_order_id, kind) do update
    set is_problem = true, reason = excluded.reason, known_at = excluded.known_at,
      counted_at = excluded.counted_at
    where excluded.is_problem and not seller_outcomes.is_problem`
}

type TallyRow = { kind: OutcomeKind; seller_id: string } & Tally

const tallyColumns = (sql: Tx['sql'], now: Date) => sql`
  count(*)::int as orders,
  count(*) filter (where is_problem)::int as problems,
  coalesce(sum(${weight(sql, now)}), 0) as "weightedOrders",
  coalesce(sum(${weight(sql, now)}) filter (where is_problem), 0) as "weightedProblems"`

function weight(sql: Tx['sql'], now: Date) {
  return sql`power(0.5, greatest(extract(epoch from (${now}::timestamptz - known_at)), 0)::float8
    / ${halfLifeDays * 86_400}::float8)`
}

const inWindow = (sql: Tx['sql'], now: Date) =>
  sql`excused_at is null and known_at > ${windowStart(now)} and known_at <= ${now}`

export function windowStart(now: Date): Date {
  return new Date(now.getTime() - windowDays * dayMs)
}

const seenBy = (sql: Tx['sql'], testAccount: TestAccount) =>
  testAccount === null
    ? sql`mode = 'live'`
    : sql`(mode = 'live' or (mode = 'test' and account_id = ${testAccount}))`

/** Decayed tallies of some sellers. Served by seller_outcomes_seller. */
export async function tallySellers(
  { sql }: Tx,
  sellerIds: readonly string[],
  now: Date,
  testAccount: TestAccount,
): Promise<TallyRow[]> {
  return await sql<TallyRow[]>`
    select seller_id, kind, ${tallyColumns(sql, now)} from seller_outcomes
    where seller_id = any(${sellerIds as string[]}::uuid[])
      and ${seenBy(sql, testAccount)} and ${inWindow(sql, now)}
    group by seller_id, kind`
}

/** Decayed tallies, as of `now`, of what all sellers together did in a slice of time. */
export async function tallySlice({ sql }: Tx, now: Date, from: Date, to: Date) {
  return await sql<({ kind: OutcomeKind } & Tally)[]>`
    select kind, ${tallyColumns(sql, now)} from seller_outcomes
    where mode = 'live' and excused_at is null and known_at > ${from} and known_at <= ${to}
    group by kind`
}

/** Orders and problems of one calendar month (UTC) by seller and kind. */
export async function countMonth({ sql }: Tx, sellerIds: readonly string[], from: Date, to: Date) {
  return await sql<{ seller_id: string; kind: OutcomeKind; orders: number; problems: number }[]>`
    select seller_id, kind, count(*)::int as orders,
      count(*) filter (where is_problem)::int as problems
    from seller_outcomes
    where seller_id = any(${sellerIds as string[]}::uuid[]) and mode = 'live'
      and excused_at is null and known_at >= ${from} and known_at < ${to}
    group by seller_id, kind`
}

/**
 * The newest problems and the newest good outcomes of each seller and kind, in no order: each is the head of
 * one range of seller_outcomes_seller, however much history the seller has.
 */
export async function selectEvidence(
  { sql }: Tx,
  sellerIds: readonly string[],
  now: Date,
  testAccount: TestAccount,
  perKind: number,
): Promise<OutcomeRow[]> {
  const newest = (isProblem: boolean, seen: ReturnType<typeof inWindow>) => sql`
    (select * from seller_outcomes
    where seller_id = of.id and ${seen} and kind = wanted.kind and is_problem = ${isProblem}
      and known_at > ${windowStart(now)} and known_at <= ${now}
    order by known_at desc limit ${perKind})`
  const live = sql`mode = 'live'`
  const test = sql`mode = 'test' and account_id = ${testAccount}`
  return await sql<OutcomeRow[]>`
    select found.* from unnest(${sellerIds as string[]}::uuid[]) as of(id)
    cross join unnest(${outcomeKinds as unknown as string[]}::text[]) as wanted(kind)
    cross join lateral (
      ${newest(true, live)} union all ${newest(false, live)}
      ${testAccount === null ? sql`` : sql`union all ${newest(true, test)} union all ${newest(false, test)}`}
    ) as found`
}

export interface OutcomeFilter {
  kind?: OutcomeKind | undefined
  isProblem?: boolean | undefined
}

/** One page of a seller's outcomes, newest first, after [known_at, seller order, kind]. */
export async function listOutcomeRows(
  { sql }: Tx,
  sellerId: string,
  testAccount: TestAccount,
  { kind, isProblem }: OutcomeFilter,
  limit: number,
  after: readonly unknown[] | undefined,
): Promise<OutcomeRow[]> {
  const [knownAt, sellerOrderId, afterKind] = (after ?? []) as [string, string, string]
  return await sql<OutcomeRow[]>`
    select * from seller_outcomes
    where seller_id = ${sellerId} and ${seenBy(sql, testAccount)}
      ${kind ? sql`and kind = ${kind}` : sql``}
      ${isProblem === undefined ? sql`` : sql`and is_problem = ${isProblem}`}
      ${
        after
          ? sql`and (known_at, seller_order_id, kind)
              < (${new Date(knownAt)}, ${sellerOrderId}, ${afterKind})`
          : sql``
      }
    order by known_at desc, seller_order_id desc, kind desc limit ${limit}`
}

export async function lockOutcome({ sql }: Tx, sellerOrderId: string, kind: OutcomeKind) {
  const [row] = await sql<OutcomeRow[]>`
    select * from seller_outcomes
    where seller_order_id = ${sellerOrderId} and kind = ${kind} for update`
  return row
}

export async function excuseOutcomeRow(
  { sql }: Tx,
  row: OutcomeRow,
  excuse: { excuse: string; excusedBy: string; excusedAt: Date },
): Promise<OutcomeRow> {
  const [excused] = await sql<OutcomeRow[]>`
    update seller_outcomes
    set excused_at = ${excuse.excusedAt}, excused_by = ${excuse.excusedBy},
      excuse = ${excuse.excuse}, counted_at = case when mode = 'live' then null else counted_at end
    where seller_order_id = ${row.seller_order_id} and kind = ${row.kind}
    returning *`
  return excused!
}
