import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

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
 * Moves the wallet among the entries and books everything, in one statement: either the wallet could
 * pay and all is written, or nothing is. Answers the wallets moved; fewer than `walletCount` is a refusal.
 */
export async function insertBalanced(
  { sql }: Tx,
  transactions: readonly TransactionValues[],
  entries: readonly EntryValues[],
  walletCount: 0 | 1,
  orAbort = false,
): Promise<MovedWallet[]> {
  return await sql<MovedWallet[]>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(entries)}::text::json) as e(
        transaction_id uuid, position smallint, account text, owner_id uuid, mode text,
        currency text, amount_minor bigint, occurred_at timestamptz)
    ), due as (
      select owner_id, mode, currency, sum(amount_minor)::bigint as amount_minor,
        max(occurred_at) as at
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
      select * from json_to_recordset(${JSON.stringify(transactions)}::text::json) as t(
        id uuid, kind text, mode text, currency text, order_id uuid, subject_id uuid,
        dedupe_key text, memo text, occurred_at timestamptz)
      where case when ${orAbort}::boolean then 1 / (select count(*) from moved) = 1
        else (select count(*) from moved) = ${walletCount} end
    ), written as (
      insert into ledger_entries
        (transaction_id, position, account, owner_id, mode, currency, amount_minor, occurred_at)
      select * from given where (select count(*) from moved) = ${walletCount}
    )
    select account_id as "accountId", currency, balance_minor as "balanceMinor" from moved`
}

export interface WalletRow {
  id: string
  accountId: string
  mode: Mode
  currency: string
  balanceMinor: number
  createdAt: Date
  updatedAt: Date
}

const walletColumns = (sql: Tx['sql']) => sql`
  id, account_id as "accountId", mode, currency, balance_minor as "balanceMinor",
  created_at as "createdAt", updated_at as "updatedAt"`

/** The wallet of an account in one mode and currency. */
export async function findWallet(
  { sql }: Tx,
  accountId: string,
  mode: Mode,
  currency: string,
): Promise<WalletRow | undefined> {
  const [row] = await sql<WalletRow[]>`
    select ${walletColumns(sql)} from wallets
    where account_id = ${accountId} and mode = ${mode} and currency = ${currency}`
  return row
}

/** The wallet with this id where it belongs to the account in this mode. */
export async function findWalletById(
  { sql }: Tx,
  accountId: string,
  mode: Mode,
  id: string,
): Promise<WalletRow | undefined> {
  const [row] = await sql<WalletRow[]>`
    select ${walletColumns(sql)} from wallets
    where id = ${id} and account_id = ${accountId} and mode = ${mode}`
  return row
}

/** Wallets of an account in one mode by currency, after a currency. */
export async function selectWallets(
  { sql }: Tx,
  accountId: string,
  mode: Mode,
  after: string,
  limit: number,
): Promise<WalletRow[]> {
  return await sql<WalletRow[]>`
    select ${walletColumns(sql)} from wallets
    where account_id = ${accountId} and mode = ${mode} and currency > ${after}
    order by currency limit ${limit}`
}

/** Opens an empty wallet unless there is one. */
export async function insertWallet(
  { sql }: Tx,
  wallet: { id: string; accountId: string; mode: Mode; currency: string; now: Date },
): Promise<void> {
  await sql`
    insert into wallets (id, account_id, mode, currency, balance_minor, created_at, updated_at)
    values (${wallet.id}, ${wallet.accountId}, ${wallet.mode}, ${wallet.currency}, 0,
      ${wallet.now}, ${wallet.now})
    on conflict (account_id, mode, currency) do nothing`
}

/** Keeps every change of a wallet waiting until the transaction ends; reading goes on. */
export async function lockWallets({ sql }: Tx): Promise<void> {
  await sql`lock table wallets in share row exclusive mode`
}

/** Sets a wallet to a balance that was worked out from its entries. */
export async function setBalance(
  { sql }: Tx,
  wallet: { accountId: string; mode: Mode; currency: string; balanceMinor: number; now: Date },
): Promise<void> {
  await sql`
    update wallets set balance_minor = ${wallet.balanceMinor}, updated_at = ${wallet.now}
    where account_id = ${wallet.accountId} and mode = ${wallet.mode}
      and currency = ${wallet.currency}`
}
