import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { pageInput } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { walletScope } from './statement.ts'
import { periodInput } from './statement-input.ts'
import { StatementPage, statementPage } from './statement-pages.ts'

export const listStatementEntries = defineOperation({
  name: 'listStatementEntries',
  tag: 'wallets',
  summary: 'Read a wallet’s statement',
  description:
    'Every movement of your wallet in one currency over a period, oldest first, with running balances.',
  http: 'GET /v1/statements',
  scope: 'wallets:read',
  input: Type.Object(
    { ...periodInput, accountId: Type.Optional(Id('account')), ...pageInput },
    { additionalProperties: false },
  ),
  output: StatementPage,
  errors: ['not_found'],
  async handle(context, { limit, cursor, ...request }) {
    return await statementPage(context.db, walletScope(context, request), { limit, cursor })
  },
})
