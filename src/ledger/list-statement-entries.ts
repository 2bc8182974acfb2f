import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf } from '../core/page.ts'
import { AmountMinor } from '../core/schema.ts'
import type { StatementPosition, StatementScope } from './queries-statements.ts'
import { StatementEntry } from './schema.ts'
import { readStatement, scopeOf } from './statement.ts'
import { statementInput } from './statement-input.ts'

export const listStatementEntries = defineOperation({
  name: 'listStatementEntries',
  tag: 'wallets',
  summary: 'Read a statement',
  description: [
    'Every movement of one account in one currency over a period, oldest first, with running balances.',
    'The account is your wallet, or a seller’s earnings for a key made for that seller.',
  ].join('\n'),
  http: 'GET /v1/statements',
  scope: 'wallets:read',
  input: Type.Object({ ...statementInput, ...pageInput }, { additionalProperties: false }),
  output: pageOf(StatementEntry, {
    openingBalanceMinor: AmountMinor,
    closingBalanceMinor: AmountMinor,
  }),
  errors: ['not_found'],
  async handle({ db, caller }, { limit = 20, cursor, ...request }) {
    const scope = scopeOf(request, caller)
    const after = cursor === undefined ? undefined : positionOf(scope, cursor)
    const part = await readStatement(db, scope, after, limit)
    return {
      data: part.entries,
      nextCursor: part.next === null ? null : cursorOf(scope, part.next),
      openingBalanceMinor: part.openingMinor,
      closingBalanceMinor: part.closingMinor,
    }
  },
})

/** Ties a cursor to the account and the period. */
export function cursorScope({ account, mode, currency, from, to }: StatementScope): string {
  return ['statement', account.kind, account.ownerId, mode, currency, +from, +to].join(' ')
}

export function cursorOf(scope: StatementScope, { occurredAt, transactionId }: StatementPosition) {
  const id = ids.ledgerTransaction.encode(transactionId)
  return encodeCursor(cursorScope(scope), [occurredAt.toISOString(), id])
}

export function positionOf(scope: StatementScope, cursor: string): StatementPosition {
  const [at, id] = decodeCursor(cursorScope(scope), cursor, 2)
  const occurredAt = new Date(String(at))
  const transactionId = ids.ledgerTransaction.tryDecode(String(id))
  if (transactionId === undefined || Number.isNaN(+occurredAt)) {
    throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
  }
  return { occurredAt, transactionId }
}
