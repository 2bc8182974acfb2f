import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import { ofOrdersPaidBy } from '../ledger/index.ts'
import type { payoutBatches, payouts } from './tables.ts'

export type BatchRow = typeof payoutBatches.$inferSelect
export type PayoutRow = typeof payouts.$inferSelect

const batchColumns = (sql: Tx['sql']) => sql`
  id, mode, currency, minimum_minor as "minimumMinor", earned_before as "earnedBefore",
  payout_count as "payoutCount", total_minor as "totalMinor", created_at as "createdAt"`

const payoutColumns = (sql: Tx['sql']) => sql`
  id, batch_id as "batchId", payee_kind as "payeeKind", payee_id as "payeeId", mode, currency,
  amount_minor as "amountMinor", status, external_reference as "externalReference",
  failure_reason as "failureReason", created_at as "createdAt", processing_at as "processingAt",
  paid_at as "paidAt", failed_at as "failedAt", cancelled_at as "cancelledAt"`

/** Keeps other runs of the same currency waiting until this transaction ends. */
export async function lockRuns({ sql }: Tx, mode: Mode, currency: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payouts ${mode} ${currency}`}, 0))`
}

export interface Due {
  readonly payeeKind: PayoutRow['payeeKind']
  readonly payeeId: string
  readonly amountMinor: number
}

/**
 * Who is owed at least the minimum and has no payout on its way. What was taken back since
 * `earnedBefore` counts, what was earned since does not. Sums of ledger_entries_account, index only.
 */
export async function selectDue(
  { sql }: Tx,
  of: { mode: Mode; currency: string; minimumMinor: number; earnedBefore: Date },
): Promise<Due[]> {
  return await sql<Due[]>`
    select case account when 'sellerPayable' then 'seller' else 'affiliate' end as "payeeKind",
      owner_id as "payeeId", sum(amount_minor)::bigint as "amountMinor"
    from ledger_entries e
    where account in ('sellerPayable', 'affiliatePayable') and mode = ${of.mode}
      and currency = ${of.currency}
      and (occurred_at < ${of.earnedBefore} or amount_minor < 0)
      and not exists (
        select from payouts p
        where p.payee_kind = case e.account when 'sellerPayable' then 'seller' else 'affiliate' end
          and p.payee_id = e.owner_id and p.mode = e.mode and p.currency = e.currency
          and p.status in ('pending', 'processing'))
    group by account, owner_id
    having sum(amount_minor) >= greatest(${of.minimumMinor}, 1)
    order by account, owner_id`
}

export async function insertBatch({ sql }: Tx, batch: BatchRow): Promise<void> {
  await sql`
    insert into payout_batches (id, mode, currency, minimum_minor, earned_before, payout_count,
      total_minor, created_at)
    values (${batch.id}, ${batch.mode}, ${batch.currency}, ${batch.minimumMinor},
      ${batch.earnedBefore}, ${batch.payoutCount}, ${batch.totalMinor}, ${batch.createdAt})`
}

export async function insertPayouts({ sql }: Tx, rows: readonly PayoutRow[]): Promise<void> {
  const values = rows.map((row) => ({
    id: row.id,
    batch_id: row.batchId,
    payee_kind: row.payeeKind,
    payee_id: row.payeeId,
    mode: row.mode,
    currency: row.currency,
    amount_minor: row.amountMinor,
    created_at: row.createdAt.toISOString(),
  }))
  await sql`
    insert into payouts (id, batch_id, payee_kind, payee_id, mode, currency, amount_minor, status,
      created_at)
    select id, batch_id, payee_kind, payee_id, mode, currency, amount_minor, 'pending', created_at
    from jsonb_to_recordset(${sql.json(values as never)}) as row(id uuid, batch_id uuid,
      payee_kind text, payee_id uuid, mode text, currency text, amount_minor bigint,
      created_at timestamptz)`
}

export async function selectBatch({ sql }: Tx, mode: Mode, id: string) {
  const [row] = await sql<BatchRow[]>`
    select ${batchColumns(sql)} from payout_batches where id = ${id} and mode = ${mode}`
  return row
}

export async function selectBatches(
  { sql }: Tx,
  mode: Mode,
  before: string | undefined,
  limit: number,
): Promise<BatchRow[]> {
  return await sql<BatchRow[]>`
    select ${batchColumns(sql)} from payout_batches
    where mode = ${mode} ${before ? sql`and id < ${before}` : sql``}
    order by id desc limit ${limit}`
}

export interface PayoutFilter {
  readonly mode: Mode
  readonly payee?: { readonly kind: PayoutRow['payeeKind']; readonly id: string }
  readonly batchId?: string
  readonly status?: PayoutRow['status']
}

/** Payouts, newest first. */
export async function selectPayouts(
  { sql }: Tx,
  filter: PayoutFilter,
  before: string | undefined,
  limit: number,
): Promise<PayoutRow[]> {
  const { mode, payee, batchId, status } = filter
  return await sql<PayoutRow[]>`
    select ${payoutColumns(sql)} from payouts
    where mode = ${mode}
      ${payee ? sql`and payee_kind = ${payee.kind} and payee_id = ${payee.id}` : sql``}
      ${batchId ? sql`and batch_id = ${batchId}` : sql``}
      ${status ? sql`and status = ${status}` : sql``}
      ${before ? sql`and id < ${before}` : sql``}
    order by id desc limit ${limit}`
}

/** A payout by id; `lock` keeps every other move of it waiting. */
export async function selectPayout(
  { sql }: Tx,
  mode: Mode,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<PayoutRow | undefined> {
  const [row] = await sql<PayoutRow[]>`
    select ${payoutColumns(sql)} from payouts where id = ${id} and mode = ${mode}
    ${lock ? sql`for update` : sql``}`
  return row
}

export async function updatePayout({ sql }: Tx, row: PayoutRow): Promise<void> {
  await sql`
    update payouts set status = ${row.status}, external_reference = ${row.externalReference},
      failure_reason = ${row.failureReason}, processing_at = ${row.processingAt},
      paid_at = ${row.paidAt}, failed_at = ${row.failedAt}, cancelled_at = ${row.cancelledAt}
    where id = ${row.id}`
}

export interface BalanceRow {
  readonly currency: string
  readonly availableMinor: number
  readonly onTheWayMinor: number
  readonly paidOutMinor: number
}

export interface BalanceScope {
  readonly payee: { readonly kind: PayoutRow['payeeKind']; readonly id: string }
  readonly mode: Mode
  /** Only what belongs to orders that this account paid, and no payouts, which are of all of them. */
  readonly paidBy?: string | undefined
}

/** What a payee is owed, what is on its way and what was paid, by currency after a currency. */
export async function selectBalances(
  db: Tx,
  { payee, mode, paidBy }: BalanceScope,
  after: string,
  limit: number,
): Promise<BalanceRow[]> {
  const { sql } = db
  const account = payee.kind === 'seller' ? 'sellerPayable' : 'affiliatePayable'
  return await sql<BalanceRow[]>`
    with owed as (
      select currency, sum(amount_minor)::bigint as amount from ledger_entries e
      where account = ${account} and owner_id = ${payee.id} and mode = ${mode}
        ${ofOrdersPaidBy(db, mode, paidBy)}
      group by currency
    ), sent as (
      select currency,
        coalesce(sum(amount_minor) filter (where status in ('pending', 'processing')), 0)::bigint
          as on_the_way,
        coalesce(sum(amount_minor) filter (where status = 'paid'), 0)::bigint as paid
      from payouts where payee_kind = ${payee.kind} and payee_id = ${payee.id} and mode = ${mode}
        ${paidBy === undefined ? sql`` : sql`and false`}
      group by currency
    )
    select currency, coalesce(amount, 0) as "availableMinor",
      coalesce(on_the_way, 0) as "onTheWayMinor", coalesce(paid, 0) as "paidOutMinor"
    from owed full join sent using (currency)
    where currency > ${after} order by currency limit ${limit}`
}
