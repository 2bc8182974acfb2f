import Type from 'typebox'
import type { Caller } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { type DisputeFilter, selectDisputes, selectSteps } from './queries.ts'
import { Dispute, DisputeStatus, disputeOf } from './schema.ts'

export const listDisputes = defineOperation({
  name: 'listDisputes',
  tag: 'disputes',
  summary: 'List disputes',
  description:
    'Newest first: your own claims, those against your seller for a seller’s key, all for the operator.',
  http: 'GET /v1/disputes',
  scope: 'disputes:read',
  input: Type.Object(
    {
      status: Type.Optional(DisputeStatus),
      orderId: Type.Optional(Id('order')),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Dispute),
  async handle({ db, caller }, { limit = 20, cursor, status, orderId }) {
    const filter: DisputeFilter = {
      ...visibleTo(caller),
      status,
      orderId: orderId === undefined ? undefined : ids.order.decode(orderId),
    }
    const scope = JSON.stringify(['disputes', filter])
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectDisputes(db, filter, before, limit + 1)
    const steps = await selectSteps(
      db,
      rows.map(({ id }) => id),
    )
    return toPage(
      rows,
      limit,
      (row) => disputeOf(row, steps),
      (row) => encodeCursor(scope, [row.id]),
    )
  },
})

function visibleTo({ mode, accountId, sellerId, isOperator }: Caller): DisputeFilter {
  if (sellerId === null) return isOperator ? { mode } : { mode, accountId }
  return mode === 'live' ? { mode, sellerId } : { mode, sellerId, accountId }
}
