import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { disputeEscalated } from './events.ts'
import { stepDispute } from './move-dispute.ts'
import { Dispute, Note } from './schema.ts'

export const escalateDispute = defineOperation({
  name: 'escalateDispute',
  tag: 'disputes',
  summary: 'Ask the platform to decide',
  description:
    'For a buyer who takes neither the offer nor the refusal. The platform decides within ten days, else the claim is paid.',
  http: 'POST /v1/disputes/{id}/escalate',
  scope: 'disputes:write',
  input: Type.Object(
    { id: Id('dispute'), note: Type.Optional(Note) },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'forbidden', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, note }) {
    return await stepDispute(context, id, 'buyer', () => ({
      action: 'escalate',
      note,
      event: disputeEscalated,
    }))
  },
})
