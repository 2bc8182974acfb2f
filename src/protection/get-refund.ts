import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { selectRefund } from './queries.ts'
import { isPartyTo } from './refund-access.ts'
import { Refund, refundOf } from './schema.ts'

export const getRefund = defineOperation({
  name: 'getRefund',
  tag: 'refunds',
  summary: 'Get a refund',
  description: 'What went back, for which lines and why.',
  http: 'GET /v1/refunds/{id}',
  scope: 'orders:read',
  input: Type.Object({ id: Id('refund') }, { additionalProperties: false }),
  output: Refund,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const row = await selectRefund(db, ids.refund.decode(id))
    if (row === undefined || !isPartyTo(caller, row)) throw notFound('refund', id)
    return refundOf(row)
  },
})
