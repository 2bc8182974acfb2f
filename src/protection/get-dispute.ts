import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { visibleDispute } from './access.ts'
import { selectSteps } from './queries.ts'
import { Dispute, disputeOf } from './schema.ts'

export const getDispute = defineOperation({
  name: 'getDispute',
  tag: 'disputes',
  summary: 'Get a dispute',
  description: 'Where it stands, who has to act until when, and everything that was said.',
  http: 'GET /v1/disputes/{id}',
  scope: 'disputes:read',
  input: Type.Object({ id: Id('dispute') }, { additionalProperties: false }),
  output: Dispute,
  errors: ['not_found'],
  async handle(context, { id }) {
    const { row } = await visibleDispute(context, id)
    return disputeOf(row, await selectSteps(context.db, [row.id]))
  },
})
