import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import { stepDispute } from './move-dispute.ts'
import { Dispute, EvidenceList, Note } from './schema.ts'

export const respondToDispute = defineOperation({
  name: 'respondToDispute',
  tag: 'disputes',
  summary: 'Answer a dispute',
  description: [
    'The seller’s answer: accept (the claim is paid), offer a smaller amount, or contest it.',
    'The buyer then has seven days: silence accepts an offer and gives up a contested claim.',
  ].join('\n'),
  http: 'POST /v1/disputes/{id}/respond',
  scope: 'disputes:write',
  input: Type.Object(
    {
      id: Id('dispute'),
      answer: Enum(['accept', 'offer', 'contest'] as const, {
        $id: 'DisputeAnswer',
        description: 'What the seller says to the claim.',
      }),
      amountMinor: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'For an offer: how much, in the order’s currency.',
        }),
      ),
      note: Type.Optional(Note),
      evidence: Type.Optional(EvidenceList),
    },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'forbidden', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, answer, amountMinor, note, evidence }) {
    if ((amountMinor !== undefined) !== (answer === 'offer')) {
      throw invalidField(
        '#/amountMinor',
        'wrong_shape',
        'An amount goes with an offer, and only there.',
      )
    }
    return await stepDispute(context, id, 'seller', (dispute) => {
      if (amountMinor !== undefined && amountMinor >= dispute.claimedMinor) {
        const message = `${dispute.claimedMinor} is claimed: offer less, or accept.`
        throw invalidField('#/amountMinor', 'too_large', message)
      }
      return { action: answer, amountMinor, note, evidence }
    })
  },
})
