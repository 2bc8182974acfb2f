import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../core/database.ts'
import type { Mode } from '../../core/operation.ts'
import { chargebacks } from '../tables.ts'

export type ChargebackRow = typeof chargebacks.$inferSelect

/** The claim as it was reported first, locked until the unit of work ends. */
export async function lockChargeback(
  db: Tx,
  seen: typeof chargebacks.$inferInsert,
): Promise<{ row: ChargebackRow; isNew: boolean }> {
  const inserted = await db.orm.insert(chargebacks).values(seen).onConflictDoNothing().returning()
  const [row] = await db.orm.select().from(chargebacks).where(named(seen)).for('update')
  return { row: row!, isNew: inserted.length > 0 }
}

export async function updateChargeback(
  db: Tx,
  row: ChargebackRow,
  change: Partial<ChargebackRow>,
): Promise<ChargebackRow> {
  const [after] = await db.orm.update(chargebacks).set(change).where(named(row)).returning()
  return after!
}

function named({ provider, reference }: Pick<ChargebackRow, 'provider' | 'reference'>) {
  return and(eq(chargebacks.provider, provider), eq(chargebacks.reference, reference))
}

/** What an account owes in a currency, above zero. An index-only sum. */
export async function debtOf(
  { sql }: Tx,
  { accountId, mode, currency }: { accountId: string; mode: Mode; currency: string },
): Promise<number> {
  const [row] = await sql<{ debt: number }[]>`
    select coalesce(-sum(amount_minor), 0)::bigint as debt from ledger_entries
    where account = 'receivable' and owner_id = ${accountId} and mode = ${mode}
      and currency = ${currency}`
  return row!.debt
}

export interface Debt {
  readonly accountId: string
  readonly mode: Mode
  readonly currency: string
}

/** Accounts that owe something while their wallet in the currency has money. */
export async function payableDebts({ sql }: Tx, limit: number): Promise<Debt[]> {
  return await sql<Debt[]>`
    select e.owner_id as "accountId", e.mode, e.currency from ledger_entries e
    join wallets w on w.account_id = e.owner_id and w.mode = e.mode and w.currency = e.currency
    where e.account = 'receivable' and w.balance_minor > 0
    group by e.owner_id, e.mode, e.currency having sum(e.amount_minor) < 0
    order by e.owner_id, e.mode, e.currency limit ${limit}`
}

/** The wallet's balance, locked until the unit of work ends. */
export async function lockBalance({ sql }: Tx, debt: Debt): Promise<number> {
  const [row] = await sql<{ balance: number }[]>`
    select balance_minor as balance from wallets where account_id = ${debt.accountId}
      and mode = ${debt.mode} and currency = ${debt.currency} for update`
  return row?.balance ?? 0
}
