import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { movePayout } from './move-payout.ts'
import { Payout } from './schema.ts'

export const failPayout = defineOperation({
  name: 'failPayout',
  tag: 'payouts',
  summary: 'Report a payout as failed',
  description:
    'Refused by the bank, or sent back by it after it had arrived; the balance has it back.',
  http: 'POST /v1/payouts/{id}/fail',
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('payout'),
      reason: Text({ minLength: 1, maxLength: 200, description: 'Shown to the payee.' }),
    },
    { additionalProperties: false },
  ),
  output: Payout,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, reason }) {
    return await movePayout(context, id, { status: 'failed', failureReason: reason })
  },
})
