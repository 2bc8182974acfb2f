import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Nullable } from '../core/schema.ts'
import { cursorOf, positionOf } from './list-statement-entries.ts'
import { readStatement, scopeOf } from './statement.ts'
import { statementCsvHeader, statementCsvLines } from './statement-csv.ts'
import { statementInput } from './statement-input.ts'

/** Entries of one answer; longer statements go on with `nextCursor`. */
export const maxExportEntries = 10_000

export const StatementFile = Type.Object(
  {
    fileName: Type.String(),
    mediaType: Type.String({ examples: ['text/csv'] }),
    content: Type.String({ description: 'The file. Only the first part carries the header line.' }),
    nextCursor: Nullable(Type.String()),
  },
  { $id: 'StatementFile', additionalProperties: false, description: 'A statement as a file.' },
)

export const exportStatement = defineOperation({
  name: 'exportStatement',
  tag: 'wallets',
  summary: 'Export a statement as CSV',
  description: [
    'The same movements as `listStatementEntries` as a spreadsheet (RFC 4180), up to 10,000 lines at a time;',
    'append the parts to get the whole.',
  ].join('\n'),
  http: 'GET /v1/statements/export',
  scope: 'wallets:read',
  input: Type.Object(
    { ...statementInput, cursor: Type.Optional(Type.String({ maxLength: 2048 })) },
    { additionalProperties: false },
  ),
  output: StatementFile,
  errors: ['not_found'],
  cost: 10,
  async handle({ db, caller }, { cursor, ...request }) {
    const scope = scopeOf(request, caller)
    const after = cursor === undefined ? undefined : positionOf(scope, cursor)
    const part = await readStatement(db, scope, after, maxExportEntries)
    const header = after === undefined ? statementCsvHeader : ''
    return {
      fileName: `statement-${scope.currency}-${day(scope.from)}-${day(scope.to)}.csv`,
      mediaType: 'text/csv',
      content: header + statementCsvLines(part.entries),
      nextCursor: part.next === null ? null : cursorOf(scope, part.next),
    }
  },
})

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
