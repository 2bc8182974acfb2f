import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { LedgerAccountKind } from './accounts.ts'

/** Findings answered per check: the rest of a broken book says nothing new. */
const limit = 100

export interface Finding {
  readonly mode: Mode
  readonly currency: string
  readonly subject: string
  readonly expectedMinor: number
  readonly actualMinor: number
}

/** Transactions whose entries do not sum to zero, or do not agree with their header. */
export async function unbalancedTransactions({ sql }: Tx): Promise<Finding[]> {
  return await sql<Finding[]>`
    select min(e.mode) as mode, min(e.currency) as currency, e.transaction_id::text as subject,
      0 as "expectedMinor", sum(e.amount_minor)::bigint as "actualMinor"
    from ledger_entries e
    left join ledger_transactions t
      on t.id = e.transaction_id and t.currency = e.currency and t.mode = e.mode
    group by e.transaction_id
    having sum(e.amount_minor) <> 0 or count(t.id) <> count(*)
    limit ${limit}`
}

/** Transactions that say nothing. */
export async function emptyTransactions({ sql }: Tx): Promise<Finding[]> {
  return await sql<Finding[]>`
    select t.mode, t.currency, t.id::text as subject, 2 as "expectedMinor", 0 as "actualMinor"
    from ledger_transactions t
    where not exists (select from ledger_entries e where e.transaction_id = t.id)
    limit ${limit}`
}

/** Currencies that do not sum to zero over all accounts. */
export async function unbalancedCurrencies({ sql }: Tx): Promise<Finding[]> {
  return await sql<Finding[]>`
    select mode, currency, currency as subject, 0 as "expectedMinor",
      sum(amount_minor)::bigint as "actualMinor"
    from ledger_entries group by mode, currency having sum(amount_minor) <> 0
    limit ${limit}`
}

/** Wallets whose balance is not the sum of their entries. */
export async function driftedWallets({ sql }: Tx): Promise<Finding[]> {
  return await sql<Finding[]>`
    with booked as (
      select owner_id, mode, currency, sum(amount_minor)::bigint as total
      from ledger_entries where account = 'wallet' group by owner_id, mode, currency
    )
    select coalesce(w.mode, b.mode) as mode, coalesce(w.currency, b.currency) as currency,
      coalesce(w.account_id, b.owner_id)::text as subject,
      coalesce(b.total, 0) as "expectedMinor", coalesce(w.balance_minor, 0) as "actualMinor"
    from wallets w
    full join booked b
      on b.owner_id = w.account_id and b.mode = w.mode and b.currency = w.currency
    where coalesce(b.total, 0) <> coalesce(w.balance_minor, 0)
    limit ${limit}`
}

/** Wallets, escrows and payouts on their way below zero: no rule of posting can lead there. */
export async function overdrawn({ sql }: Tx): Promise<Finding[]> {
  return await sql<Finding[]>`
    select mode, currency, account || ' ' || owner_id as subject, 0 as "expectedMinor",
      sum(amount_minor)::bigint as "actualMinor"
    from ledger_entries where account in ('wallet', 'escrow', 'payoutClearing')
    group by account, owner_id, mode, currency having sum(amount_minor) < 0
    limit ${limit}`
}

export interface HeldForOrder {
  readonly orderId: string
  readonly mode: Mode
  readonly currency: string
  readonly amountMinor: number
}

/** Orders for which escrow holds something. */
export async function escrowBalances({ sql }: Tx): Promise<HeldForOrder[]> {
  return await sql<HeldForOrder[]>`
    select owner_id as "orderId", mode, currency, sum(amount_minor)::bigint as "amountMinor"
    from ledger_entries where account = 'escrow'
    group by owner_id, mode, currency having sum(amount_minor) <> 0`
}

export interface AccountTotal {
  readonly account: LedgerAccountKind
  readonly mode: Mode
  readonly currency: string
  readonly balanceMinor: number
  readonly entries: number
}

/** What each kind of account holds in all. */
export async function accountTotals({ sql }: Tx): Promise<AccountTotal[]> {
  return await sql<AccountTotal[]>`
    select account, mode, currency, sum(amount_minor)::bigint as "balanceMinor",
      count(*)::int as entries
    from ledger_entries group by account, mode, currency order by mode, currency, account`
}
