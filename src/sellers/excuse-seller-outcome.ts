import Type from 'typebox'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { excuseOutcomeRow, lockOutcome } from './queries-outcomes.ts'
import { OutcomeKind, outcomeOf, SellerOutcome } from './reliability-schema.ts'

export const excuseSellerOutcome = defineOperation({
  name: 'excuseSellerOutcome',
  tag: 'sellers',
  summary: 'Take an outcome out of a seller’s score',
  description:
    'For what the seller could not help, such as a strike or a failure of the platform. The outcome stays in the evidence, marked with the excuse.',
  http: 'POST /v1/seller-orders/{id}/excuse',
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      kind: OutcomeKind,
      excuse: Text({ minLength: 1, maxLength: 500, description: 'Shown to everyone.' }),
    },
    { additionalProperties: false },
  ),
  output: SellerOutcome,
  errors: ['not_found', 'conflict'],
  cost: 2,
  async handle({ db, caller, now }, { id, kind, excuse }) {
    const row = await lockOutcome(db, ids.sellerOrder.decode(id), kind)
    if (!row) throw notFound(`${kind} outcome of`, id)
    if (row.excused_at !== null) {
      throw new ApiError('conflict', 'This outcome is excused already.')
    }
    const excused = await excuseOutcomeRow(db, row, {
      excuse,
      excusedBy: caller.keyId,
      excusedAt: now,
    })
    return outcomeOf(excused, true)
  },
})
