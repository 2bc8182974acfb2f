import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { playerOf, visiblePayee } from './payee.ts'
import { selectPayouts } from './queries.ts'
import { Payout, PayoutStatus, payoutOf } from './schema.ts'

export const listPayouts = defineOperation({
  name: 'listPayouts',
  tag: 'payouts',
  summary: 'List payouts',
  description:
    'Payouts of a seller, newest first. Keys made for a seller see that seller’s; the operator sees all.',
  http: 'GET /v1/payouts',
  scope: 'payouts:read',
  input: Type.Object(
    {
      sellerId: Type.Optional(Id('seller')),
      batchId: Type.Optional(Id('payoutBatch')),
      status: Type.Optional(PayoutStatus),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Payout),
  errors: ['not_found'],
  async handle(context, { limit = 20, cursor, sellerId, batchId, status }) {
    const payee = await visiblePayee(context, sellerId)
    // A sandbox payout is of everybody's play with the seller: only the operator sees it.
    if (playerOf(context.caller) !== undefined) return { data: [], nextCursor: null }
    const filter = {
      mode: context.caller.mode,
      ...(payee === undefined ? {} : { payee: { kind: 'seller' as const, id: payee } }),
      ...(batchId === undefined ? {} : { batchId: ids.payoutBatch.decode(batchId) }),
      ...(status === undefined ? {} : { status }),
    }
    const scope = JSON.stringify(['payouts', filter])
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectPayouts(context.db, filter, before, limit + 1)
    return toPage(rows, limit, payoutOf, (row) => encodeCursor(scope, [row.id]))
  },
})
