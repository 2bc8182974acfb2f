import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import { stepDispute } from './move-dispute.ts'
import { Dispute, Note } from './schema.ts'

export const decideDispute = defineOperation({
  name: 'decideDispute',
  tag: 'disputes',
  summary: 'Decide a dispute',
  description:
    'The platform’s decision: refund all or some of the claim, or reject it. Only a contested or escalated claim can be rejected.',
  http: 'POST /v1/disputes/{id}/decide',
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('dispute'),
      decision: Enum(['refund', 'reject'] as const, {
        $id: 'DisputeDecision',
        description: 'Who is right.',
      }),
      amountMinor: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: Number.MAX_SAFE_INTEGER,
          description:
            'How much is refunded, in the order’s currency; all that is claimed unless said.',
        }),
      ),
      note: Note,
    },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'forbidden', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, decision, amountMinor, note }) {
    return await stepDispute(context, id, 'platform', (dispute) => {
      const isTooMuch = amountMinor !== undefined && amountMinor > dispute.claimedMinor
      if (isTooMuch || (amountMinor !== undefined && decision === 'reject')) {
        const message = `A refund of up to ${dispute.claimedMinor} can carry an amount.`
        throw invalidField('#/amountMinor', 'too_large', message)
      }
      return { action: decision, amountMinor, note }
    })
  },
})
