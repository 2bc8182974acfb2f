import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { visiblePayee } from './payee.ts'
import { selectCharges } from './queries-charges.ts'
import { Charge, chargeOf } from './schema.ts'

export const listCharges = defineOperation({
  name: 'listCharges',
  tag: 'payouts',
  summary: 'List charges',
  description: 'What a seller bought of the platform, newest first; the operator sees all.',
  http: 'GET /v1/charges',
  scope: 'payouts:read',
  input: Type.Object(
    { sellerId: Type.Optional(Id('seller')), ...pageInput },
    { additionalProperties: false },
  ),
  output: pageOf(Charge),
  errors: ['not_found'],
  async handle(context, { limit = 20, cursor, sellerId }) {
    const payee = await visiblePayee(context, sellerId)
    const scope = `charges ${payee ?? 'all'}`
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectCharges(context.db, payee, before, limit + 1)
    return toPage(rows, limit, chargeOf, (row) => encodeCursor(scope, [row.id]))
  },
})
