import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { Money } from '../core/money.ts'
import type { Mode } from '../core/operation.ts'
import { emit } from '../events/index.ts'
import { walletToppedUp, walletWithdrawn } from './events.ts'
import { post } from './post.ts'
import { topUpPosting, withdrawalPosting } from './postings-cash.ts'
import { findWallet, insertWallet, type WalletRow } from './queries.ts'
import { walletOfRow } from './schema.ts'

export interface Deposit {
  readonly accountId: string
  readonly mode: Mode
  readonly amount: Money
  readonly now: Date
  /** A deposit with a key that was used before is refused by the database. */
  readonly dedupeKey?: string
  readonly memo?: string
}

/** The account's wallet in a currency, opened empty where there is none. */
export async function openWallet(
  db: Tx,
  wanted: { accountId: string; mode: Mode; currency: string; now: Date },
): Promise<WalletRow> {
  const { accountId, mode, currency } = wanted
  const existing = await findWallet(db, accountId, mode, currency)
  if (existing !== undefined) return existing
  await insertWallet(db, { id: newId(), ...wanted })
  return (await findWallet(db, accountId, mode, currency))!
}

/** Puts money from outside into a wallet and answers the wallet after. */
export async function deposit(db: Tx, wanted: Deposit): Promise<WalletRow> {
  const { accountId, mode, amount, now, dedupeKey, memo } = wanted
  const wallet = await openWallet(db, { accountId, mode, currency: amount.currency, now })
  const posting = topUpPosting({ accountId, mode, amount, occurredAt: now, dedupeKey, memo })
  const posted = await post(db, posting)
  const after = { ...wallet, balanceMinor: posted.wallet!.balanceMinor, updatedAt: now }
  await emit(db, walletToppedUp, {
    accountId,
    mode,
    subjectId: wallet.id,
    payload: { wallet: walletOfRow(after), amount },
  })
  return after
}

/** Takes money out of a wallet to the outside; throws `insufficient_funds`. Answers the wallet after. */
export async function withdraw(db: Tx, wanted: Omit<Deposit, 'dedupeKey'>): Promise<WalletRow> {
  const { accountId, mode, amount, now, memo } = wanted
  await post(db, withdrawalPosting({ accountId, mode, amount, occurredAt: now, memo }))
  const wallet = (await findWallet(db, accountId, mode, amount.currency))!
  await emit(db, walletWithdrawn, {
    accountId,
    mode,
    subjectId: wallet.id,
    payload: { wallet: walletOfRow(wallet), amount },
  })
  return wallet
}
