import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { walletScope } from './statement.ts'
import { periodInput } from './statement-input.ts'
import { exportInput, StatementFile, statementFile } from './statement-pages.ts'

export const exportStatement = defineOperation({
  name: 'exportStatement',
  tag: 'wallets',
  summary: 'Export a wallet’s statement as CSV',
  description: [
    'The movements of `listStatementEntries` as a spreadsheet (RFC 4180), up to 10,000 lines at a time;',
    'append the parts to get the whole. With `Accept: text/csv` the answer is the file itself, and `Link` leads to the next part.',
  ].join('\n'),
  http: 'GET /v1/statements/export',
  scope: 'wallets:read',
  input: Type.Object(
    { ...periodInput, accountId: Type.Optional(Id('account')), ...exportInput },
    { additionalProperties: false },
  ),
  output: StatementFile,
  file: 'text/csv',
  errors: ['not_found'],
  cost: 10,
  async handle(context, { cursor, ...request }) {
    return await statementFile(context.db, walletScope(context, request), cursor)
  },
})
