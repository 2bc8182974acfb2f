import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { payeeSellerId, playerOf } from './payee.ts'
import { selectBalances } from './queries.ts'
import { balanceOf, EarningsBalance } from './schema.ts'

export const listEarnings = defineOperation({
  name: 'listEarnings',
  tag: 'payouts',
  summary: 'List a seller’s balances',
  description: 'What a seller is owed in each currency, what is on its way and what was paid out.',
  http: 'GET /v1/earnings',
  scope: 'payouts:read',
  input: Type.Object(
    { sellerId: Type.Optional(Id('seller')), ...pageInput },
    { additionalProperties: false },
  ),
  output: pageOf(EarningsBalance),
  errors: ['not_found'],
  async handle(context, { limit = 20, cursor, sellerId }) {
    const payee = { kind: 'seller' as const, id: await payeeSellerId(context, sellerId) }
    const scope = `earnings ${payee.id} ${context.caller.mode}`
    const after = cursor === undefined ? '' : String(decodeCursor(scope, cursor, 1)[0])
    const { mode } = context.caller
    const of = { payee, mode, paidBy: playerOf(context.caller) }
    const rows = await selectBalances(context.db, of, after, limit + 1)
    return toPage(rows, limit, balanceOf, (row) => encodeCursor(scope, [row.currency]))
  },
})
