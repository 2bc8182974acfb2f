import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { movePayout } from './move-payout.ts'
import { Payout } from './schema.ts'

export const settlePayout = defineOperation({
  name: 'settlePayout',
  tag: 'payouts',
  summary: 'Report a payout as arrived',
  description: 'Its money has left the platform.',
  http: 'POST /v1/payouts/{id}/settle',
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
    return await movePayout(context, id, { status: 'paid', externalReference })
  },
})
