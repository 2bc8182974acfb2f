import { and, eq } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import { wallets } from './tables.ts'

export interface WalletRow {
  id: string
  accountId: string
  mode: Mode
  currency: string
  balanceMinor: number
  createdAt: Date
  updatedAt: Date
}

export interface TransactionValues {
  id: string
  kind: string
  mode: Mode
  currency: string
  order_id: string | null
  subject_id: string | null
  dedupe_key: string | null
  memo: string | null
  occurred_at: string
}

export interface EntryValues {
  transaction_id: string
  position: number
  account: string
  owner_id: string
  mode: Mode
  currency: string
  amount_minor: number
  occurred_at: string
}

export interface MovedWallet {
  accountId: string
  currency: string
  balanceMinor: number
}

/**
 * Moves the wallets among the entries and books everything, in one statement: either each wallet could
 * pay and all is written, or nothing is. Answers the wallets moved; fewer than `walletCount` is a refusal.
 */
export async function insertBalanced(
  db: Tx,
  transactions: readonly TransactionValues[],
  entries: readonly EntryValues[],
  walletCount: number,
): Promise<MovedWallet[]> {
  const rows = await db.sql<{ account_id: string; currency: string; balance_minor: number }[]>`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as e(
        transaction_id uuid, position smallint, account text, owner_id uuid, mode text,
        currency text, amount_minor bigint, occurred_at timestamptz)
    ), due as (
      select owner_id, mode, currency, sum(amount_minor)::bigint as amount_minor, max(occurred_at) as at
      from given where account = 'wallet' group by owner_id, mode, currency
    ), moved as (
      update wallets w
      set balance_minor = w.balance_minor + due.amount_minor, updated_at = due.at
      from due
      where w.account_id = due.owner_id and w.mode = due.mode and w.currency = due.currency
        and w.balance_minor + due.amount_minor >= 0
      returning w.account_id, w.currency, w.balance_minor
    ), booked as (
      insert into ledger_transactions
        (id, kind, mode, currency, order_id, subject_id, dedupe_key, memo, occurred_at)
      select * from jsonb_to_recordset(${JSON.stringify(transactions)}::text::jsonb) as t(
        id uuid, kind text, mode text, currency text, order_id uuid, subject_id uuid,
        dedupe_key text, memo text, occurred_at timestamptz)
      where (select count(*) from moved) = ${walletCount}
    ), written as (
      insert into ledger_entries
        (transaction_id, position, account, owner_id, mode, currency, amount_minor, occurred_at)
      select * from given where (select count(*) from moved) = ${walletCount}
    )
    select account_id, currency, balance_minor from moved`
  return rows.map((row) => ({
    accountId: row.account_id,
    currency: row.currency,
    balanceMinor: row.balance_minor,
  }))
}

/** The wallet of an account in one mode and currency. */
export async function findWallet(
  db: Tx,
  accountId: string,
  mode: Mode,
  currency: string,
): Promise<WalletRow | undefined> {
  const [row] = await db.orm
    .select()
    .from(wallets)
    .where(
      and(eq(wallets.accountId, accountId), eq(wallets.mode, mode), eq(wallets.currency, currency)),
    )
  return row
}

/** All wallets of an account in one mode, by currency. */
export async function findWallets(db: Tx, accountId: string, mode: Mode): Promise<WalletRow[]> {
  return await db.orm
    .select()
    .from(wallets)
    .where(and(eq(wallets.accountId, accountId), eq(wallets.mode, mode)))
    .orderBy(wallets.currency)
}

/** Opens an empty wallet unless there is one. */
export async function insertWallet(
  db: Tx,
  values: { id: string; accountId: string; mode: Mode; currency: string; now: Date },
): Promise<void> {
  const { now, ...wallet } = values
  await db.orm
    .insert(wallets)
    .values({ ...wallet, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
}
