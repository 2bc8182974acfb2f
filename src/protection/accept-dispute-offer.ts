import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { stepDispute } from './move-dispute.ts'
import { Dispute, Note } from './schema.ts'

export const acceptDisputeOffer = defineOperation({
  name: 'acceptDisputeOffer',
  tag: 'disputes',
  summary: 'Accept a seller’s offer',
  description: 'The amount offered goes back to your wallet and the dispute is closed.',
  http: 'POST /v1/disputes/{id}/accept-offer',
  scope: 'disputes:write',
  input: Type.Object(
    { id: Id('dispute'), note: Type.Optional(Note) },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'forbidden', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, note }) {
    return await stepDispute(context, id, 'buyer', (dispute) => ({
      action: 'acceptOffer',
      amountMinor: dispute.offeredMinor ?? undefined,
      note,
    }))
  },
})
