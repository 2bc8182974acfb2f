import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { stepDispute } from './move-dispute.ts'
import { Dispute, Note } from './schema.ts'

export const withdrawDispute = defineOperation({
  name: 'withdrawDispute',
  tag: 'disputes',
  summary: 'Withdraw a dispute',
  description: 'Gives up the claim; the part’s money is released when its protection ends.',
  http: 'POST /v1/disputes/{id}/withdraw',
  scope: 'disputes:write',
  input: Type.Object(
    { id: Id('dispute'), note: Type.Optional(Note) },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'forbidden', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, note }) {
    return await stepDispute(context, id, 'buyer', () => ({ action: 'withdraw', note }))
  },
})
