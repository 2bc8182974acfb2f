import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { movePayout } from './move-payout.ts'
import { Payout } from './schema.ts'

export const cancelPayout = defineOperation({
  name: 'cancelPayout',
  tag: 'payouts',
  summary: 'Cancel a payout',
  description:
    'Before it was handed to the bank; the balance has it back and the next run takes it again.',
  http: 'POST /v1/payouts/{id}/cancel',
  scope: 'operator',
  input: Type.Object({ id: Id('payout') }, { additionalProperties: false }),
  output: Payout,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id }) {
    return await movePayout(context, id, { status: 'cancelled' })
  },
})
