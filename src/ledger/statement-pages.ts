import Type from 'typebox'
import type { Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { decodeCursor, encodeCursor, pageOf } from '../core/page.ts'
import { AmountMinor, Nullable } from '../core/schema.ts'
import type { StatementPosition, StatementScope } from './queries-statements.ts'
import { StatementEntry } from './schema.ts'
import { readStatement } from './statement.ts'
import { statementCsvHeader, statementCsvLines } from './statement-csv.ts'

export const StatementPage = pageOf(StatementEntry, {
  openingBalanceMinor: AmountMinor,
  closingBalanceMinor: AmountMinor,
})

/** A page of a statement with the balances at both ends of its period. */
export async function statementPage(
  db: Tx,
  scope: StatementScope,
  { limit = 20, cursor }: { limit?: number; cursor?: string },
) {
  const part = await readStatement(db, scope, positionOf(scope, cursor), limit)
  return {
    data: part.entries,
    nextCursor: part.next === null ? null : cursorOf(scope, part.next),
    openingBalanceMinor: part.openingMinor,
    closingBalanceMinor: part.closingMinor,
  }
}

/** Entries of one file; longer statements go on with `nextCursor`. */
export const maxExportEntries = 10_000

export const exportInput = { cursor: Type.Optional(Type.String({ maxLength: 2048 })) }

export const StatementFile = Type.Object(
  {
    fileName: Type.String(),
    mediaType: Type.String({ examples: ['text/csv'] }),
    content: Type.String({ description: 'The file. Only the first part carries the header line.' }),
    nextCursor: Nullable(Type.String()),
  },
  { $id: 'StatementFile', additionalProperties: false, description: 'A statement as a file.' },
)

/** A statement, or a part of it, as CSV. */
export async function statementFile(
  db: Tx,
  scope: StatementScope,
  cursor: string | undefined,
): Promise<Type.Static<typeof StatementFile>> {
  const part = await readStatement(db, scope, positionOf(scope, cursor), maxExportEntries)
  const header = cursor === undefined ? statementCsvHeader : ''
  return {
    fileName: `statement-${scope.currency}-${day(scope.from)}-${day(scope.to)}.csv`,
    mediaType: 'text/csv',
    content: header + statementCsvLines(part.entries),
    nextCursor: part.next === null ? null : cursorOf(scope, part.next),
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}

// Ties a cursor to the account and the period.
function cursorScope({ account, mode, currency, from, to, paidBy = '' }: StatementScope): string {
  const { kind, ownerId } = account
  return ['statement', kind, ownerId, paidBy, mode, currency, +from, +to].join(' ')
}

function cursorOf(scope: StatementScope, { occurredAt, transactionId }: StatementPosition): string {
  const id = ids.ledgerTransaction.encode(transactionId)
  return encodeCursor(cursorScope(scope), [occurredAt.toISOString(), id])
}

function positionOf(scope: StatementScope, cursor?: string): StatementPosition | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursorScope(scope), cursor, 2)
  const occurredAt = new Date(String(at))
  const transactionId = ids.ledgerTransaction.tryDecode(String(id))
  if (transactionId === undefined || Number.isNaN(+occurredAt)) {
    throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
  }
  return { occurredAt, transactionId }
}
