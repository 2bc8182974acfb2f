import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import {
  exportInput,
  periodInput,
  StatementFile,
  sellerPayableOf,
  statementFile,
  statementScope,
} from '../ledger/index.ts'
import { payeeSellerId, playerOf } from './payee.ts'

export const exportEarnings = defineOperation({
  name: 'exportEarnings',
  tag: 'payouts',
  summary: 'Export a seller’s statement as CSV',
  description:
    'The movements of `listEarningEntries` as a spreadsheet (RFC 4180), up to 10,000 lines at a time. With `Accept: text/csv` the answer is the file itself, and `Link` leads to the next part.',
  http: 'GET /v1/earnings/export',
  scope: 'payouts:read',
  input: Type.Object(
    { ...periodInput, sellerId: Type.Optional(Id('seller')), ...exportInput },
    { additionalProperties: false },
  ),
  output: StatementFile,
  file: 'text/csv',
  errors: ['not_found'],
  cost: 10,
  async handle(context, { cursor, sellerId, ...period }) {
    const account = sellerPayableOf(await payeeSellerId(context, sellerId))
    const { caller } = context
    const scope = statementScope(account, caller.mode, period, playerOf(caller))
    return await statementFile(context.db, scope, cursor)
  },
})
