import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { LedgerAccount } from './accounts.ts'
import type { PostingKind } from './posting.ts'

/** One account in one currency and mode over a period; `to` is not part of it. */
export interface StatementScope {
  readonly account: LedgerAccount
  readonly mode: Mode
  readonly currency: string
  readonly from: Date
  readonly to: Date
  /** Only what belongs to orders that this account paid: in the sandbox nobody sees another's play. */
  readonly paidBy?: string | undefined
}

export interface StatementRow {
  transactionId: string
  kind: PostingKind
  amountMinor: number
  orderId: string | null
  subjectId: string | null
  memo: string | null
  occurredAt: Date
}

/** Where a page of a statement begins: after this entry. */
export interface StatementPosition {
  readonly occurredAt: Date
  readonly transactionId: string
}

/** Restricts entries `e` to those of orders that an account paid; nothing to restrict without one. */
export function ofOrdersPaidBy({ sql }: Tx, mode: Mode, paidBy: string | undefined) {
  if (paidBy === undefined) return sql``
  return sql`and e.transaction_id in (
    select t.id from ledger_transactions t
    where t.order_id in (
      select p.order_id from ledger_entries w join ledger_transactions p on p.id = w.transaction_id
      where w.account = 'wallet' and w.owner_id = ${paidBy} and w.mode = ${mode}
        and p.order_id is not null))`
}

/** Entries of a statement, oldest first. Served by ledger_entries_account. */
export async function selectStatement(
  db: Tx,
  { account, mode, currency, from, to, paidBy }: StatementScope,
  after: StatementPosition | undefined,
  limit: number,
): Promise<StatementRow[]> {
  const { sql } = db
  return await sql<StatementRow[]>`
    select e.transaction_id as "transactionId", t.kind, e.amount_minor as "amountMinor",
      t.order_id as "orderId", t.subject_id as "subjectId", t.memo, e.occurred_at as "occurredAt"
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
    where e.account = ${account.kind} and e.owner_id = ${account.ownerId} and e.mode = ${mode}
      and e.currency = ${currency} and e.occurred_at >= ${from} and e.occurred_at < ${to}
      ${ofOrdersPaidBy(db, mode, paidBy)}
      ${after ? sql`and (e.occurred_at, e.transaction_id) > (${after.occurredAt}, ${after.transactionId})` : sql``}
    order by e.occurred_at, e.transaction_id limit ${limit}`
}

/** The account's balance before a moment, or up to and with a position. An index-only sum. */
export async function balanceBefore(
  db: Tx,
  { account, mode, currency, paidBy }: Omit<StatementScope, 'from' | 'to'>,
  until: Date | StatementPosition,
): Promise<number> {
  const { sql } = db
  const bound =
    until instanceof Date
      ? sql`occurred_at < ${until}`
      : sql`(occurred_at, transaction_id) <= (${until.occurredAt}, ${until.transactionId})`
  const [row] = await sql<{ balance: number }[]>`
    select coalesce(sum(amount_minor), 0)::bigint as balance from ledger_entries e
    where account = ${account.kind} and owner_id = ${account.ownerId} and mode = ${mode}
      and currency = ${currency} and ${bound} ${ofOrdersPaidBy(db, mode, paidBy)}`
  return row!.balance
}
