import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { commitMove } from './commit-move.ts'
import { cancellationRejected } from './events.ts'
import { openNegotiation } from './negotiation.ts'
import { decideCancellation } from './queries-cancellation.ts'
import { cancellationView } from './render.ts'
import { Cancellation } from './schema.ts'

export const rejectCancellation = defineOperation({
  name: 'rejectCancellation',
  tag: 'sellerOrders',
  summary: 'Refuse a cancellation',
  description: 'The seller goes on with the order; the buyer can still open a dispute later.',
  http: 'POST /v1/cancellations/{id}/reject',
  scope: 'fulfillment:write',
  idempotency: 'accepted',
  input: Type.Object(
    {
      id: Id('cancellation'),
      note: Type.Optional(Text({ maxLength: 1000, description: 'Why, for the buyer.' })),
    },
    { additionalProperties: false },
  ),
  output: Cancellation,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, note = null }) {
    const { record, part, cancellation } = await openNegotiation(context, id)
    const { db, now } = context
    const decided = {
      ...cancellation,
      status: 'rejected',
      decidedAt: now,
      decisionNote: note,
    } as const
    await decideCancellation(db, decided)
    const move = { event: cancellationRejected, sellerOrderId: part.id, actor: 'seller' as const }
    await commitMove(db, record, record, { ...move, reason: note, now })
    return cancellationView(decided)
  },
})
