import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { pageInput } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import {
  periodInput,
  StatementPage,
  sellerPayableOf,
  statementPage,
  statementScope,
} from '../ledger/index.ts'
import { payeeSellerId, playerOf } from './payee.ts'

export const listEarningEntries = defineOperation({
  name: 'listEarningEntries',
  tag: 'payouts',
  summary: 'Read a seller’s statement',
  description:
    'Every movement of a seller’s earnings in one currency over a period, oldest first, with running balances.',
  http: 'GET /v1/earnings/entries',
  scope: 'payouts:read',
  input: Type.Object(
    { ...periodInput, sellerId: Type.Optional(Id('seller')), ...pageInput },
    { additionalProperties: false },
  ),
  output: StatementPage,
  errors: ['not_found'],
  async handle(context, { limit, cursor, sellerId, ...period }) {
    const account = sellerPayableOf(await payeeSellerId(context, sellerId))
    const { caller } = context
    const scope = statementScope(account, caller.mode, period, playerOf(caller))
    return await statementPage(context.db, scope, { limit, cursor })
  },
})
