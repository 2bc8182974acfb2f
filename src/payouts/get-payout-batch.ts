import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { selectBatch } from './queries.ts'
import { batchOf, PayoutBatch } from './schema.ts'

export const getPayoutBatch = defineOperation({
  name: 'getPayoutBatch',
  tag: 'payouts',
  summary: 'Get a payout run',
  description: 'One run; its payouts are listed by `listPayouts` with `batchId`.',
  http: 'GET /v1/payout-batches/{id}',
  scope: 'operator',
  input: Type.Object({ id: Id('payoutBatch') }, { additionalProperties: false }),
  output: PayoutBatch,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const row = await selectBatch(db, caller.mode, ids.payoutBatch.decode(id))
    if (row === undefined) throw notFound('payout batch', id)
    return batchOf(row)
  },
})
