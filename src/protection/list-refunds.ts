import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { selectRefunds } from './queries.ts'
import { visibleRefunds } from './refund-access.ts'
import { Refund, refundOf } from './schema.ts'

export const listRefunds = defineOperation({
  name: 'listRefunds',
  tag: 'refunds',
  summary: 'List refunds of an order',
  description: 'Newest first. A seller’s key sees those of its own part.',
  http: 'GET /v1/orders/{id}/refunds',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order'), ...pageInput }, { additionalProperties: false }),
  output: pageOf(Refund),
  errors: ['not_found'],
  async handle(context, { id, limit = 20, cursor }) {
    const of = await visibleRefunds(context, id)
    const scope = JSON.stringify(['refunds', of])
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectRefunds(context.db, of, before, limit + 1)
    return toPage(rows, limit, refundOf, (row) => encodeCursor(scope, [row.id]))
  },
})
