import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { movePayout } from './move-payout.ts'
import { Payout } from './schema.ts'

export const startPayout = defineOperation({
  name: 'startPayout',
  tag: 'payouts',
  summary: 'Hand a payout to the bank',
  description: 'It is on its way from now on and can no longer be cancelled.',
  http: 'POST /v1/payouts/{id}/start',
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('payout'),
      externalReference: Type.Optional(
        Text({ minLength: 1, maxLength: 100, description: 'The bank’s own name of the transfer.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Payout,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, externalReference }) {
    return await movePayout(context, id, { status: 'processing', externalReference })
  },
})
