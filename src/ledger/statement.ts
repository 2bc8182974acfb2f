import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { invalidField, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import type { LedgerAccount } from './accounts.ts'
import { sellerPayableOf, walletOf } from './accounts.ts'
import {
  balanceBefore,
  type StatementPosition,
  type StatementScope,
  selectStatement,
} from './queries-statements.ts'
import { type StatementEntry, statementEntryOf } from './schema.ts'

export const statementHolders = ['wallet', 'seller'] as const

export interface StatementRequest {
  readonly holder?: (typeof statementHolders)[number]
  readonly accountId?: string
  readonly sellerId?: string
  readonly currency: string
  readonly from: string
  readonly to: string
}

/** Whose statement of which period is meant; what is not the caller's own is `not_found`. */
export function scopeOf(request: StatementRequest, caller: Caller): StatementScope {
  const from = new Date(request.from)
  const to = new Date(request.to)
  if (from >= to) throw invalidField('#/to', 'too_small', 'The period must end after it begins.')
  return {
    account: accountOf(request, caller),
    mode: caller.mode,
    currency: request.currency,
    from,
    to,
  }
}

function accountOf(request: StatementRequest, caller: Caller): LedgerAccount {
  const holder = request.holder ?? (caller.sellerId === null ? 'wallet' : 'seller')
  if (holder === 'seller') {
    const sellerId = request.sellerId ? ids.seller.decode(request.sellerId) : caller.sellerId
    if (sellerId === null) {
      throw invalidField('#/sellerId', 'required', 'Name the seller, or use a key made for one.')
    }
    if (sellerId !== caller.sellerId && !caller.isOperator) {
      throw notFound('seller', ids.seller.encode(sellerId))
    }
    return sellerPayableOf(sellerId)
  }
  const accountId = request.accountId ? ids.account.decode(request.accountId) : caller.accountId
  if (accountId !== caller.accountId && !caller.isOperator) {
    throw notFound('account', String(request.accountId))
  }
  return walletOf(accountId)
}

export interface StatementPart {
  readonly entries: StatementEntry[]
  readonly next: StatementPosition | null
  /** Balance at the begin of the period, whatever the page. */
  readonly openingMinor: number
  /** Balance at the end of the period. */
  readonly closingMinor: number
}

/** One page of a statement with running balances. */
export async function readStatement(
  db: Tx,
  scope: StatementScope,
  after: StatementPosition | undefined,
  limit: number,
): Promise<StatementPart> {
  const [rows, openingMinor, closingMinor, carried] = await Promise.all([
    selectStatement(db, scope, after, limit + 1),
    balanceBefore(db, scope, scope.from),
    balanceBefore(db, scope, scope.to),
    after ? balanceBefore(db, scope, after) : undefined,
  ])
  let balance = carried ?? openingMinor
  const kept = rows.slice(0, limit)
  const entries = kept.map((row) => {
    balance += row.amountMinor
    return statementEntryOf(row, scope.currency, balance)
  })
  const last = kept.at(-1)
  const next = rows.length > limit && last !== undefined ? last : null
  return { entries, next, openingMinor, closingMinor }
}
