import type { Context } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { invalidField, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'
import { type LedgerAccount, walletOf } from './accounts.ts'
import {
  balanceBefore,
  type StatementPosition,
  type StatementScope,
  selectStatement,
} from './queries-statements.ts'
import { type StatementEntry, statementEntryOf } from './schema.ts'

export interface Period {
  readonly currency: string
  readonly from: string
  readonly to: string
}

/** One account over a period as it was asked for; refuses a period that ends before it begins. */
export function statementScope(
  account: LedgerAccount,
  mode: Mode,
  period: Period,
  paidBy?: string,
): StatementScope {
  const from = new Date(period.from)
  const to = new Date(period.to)
  if (from >= to) throw invalidField('#/to', 'too_small', 'The period must end after it begins.')
  return { account, mode, currency: period.currency, from, to, paidBy }
}

/** The caller's wallet, or for the operator anyone's; throws `not_found` otherwise. */
export function walletScope(
  { caller }: Pick<Context, 'caller'>,
  { accountId: wire, ...period }: Period & { readonly accountId?: string },
): StatementScope {
  const accountId = wire === undefined ? caller.accountId : ids.account.decode(wire)
  if (accountId !== caller.accountId && !caller.isOperator) throw notFound('account', String(wire))
  return statementScope(walletOf(accountId), caller.mode, period)
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
