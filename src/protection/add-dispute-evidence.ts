import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { visibleDispute } from './access.ts'
import { isClosed } from './dispute-state.ts'
import { disputeUpdated } from './events.ts'
import { lockDispute, tell, writeStep } from './move-dispute.ts'
import { Dispute, Evidence, Note } from './schema.ts'

export const addDisputeEvidence = defineOperation({
  name: 'addDisputeEvidence',
  tag: 'disputes',
  summary: 'Bring evidence into a dispute',
  description: 'Either side may, until the dispute is closed; it moves no clock.',
  http: 'POST /v1/disputes/{id}/evidence',
  status: 201,
  scope: 'disputes:write',
  input: Type.Object(
    {
      id: Id('dispute'),
      evidence: Type.Array(Evidence, { minItems: 1, maxItems: 20 }),
      note: Type.Optional(Note),
    },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  async handle(context, { id, evidence, note }) {
    const { db, now } = context
    const { row, role: actor } = await visibleDispute(context, id)
    const { dispute } = await lockDispute(db, row)
    if (isClosed(dispute.status)) {
      throw new ApiError('conflict', `The dispute is ${dispute.status}: nothing can be added.`)
    }
    await writeStep(db, dispute, { action: 'addEvidence', actor, evidence, note, now })
    return await tell(db, dispute, disputeUpdated)
  },
})
