import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { openNegotiation } from './negotiation.ts'
import { cancelPart } from './part-moves.ts'
import { cancellationView } from './render.ts'
import { Cancellation } from './schema.ts'

export const acceptCancellation = defineOperation({
  name: 'acceptCancellation',
  tag: 'sellerOrders',
  summary: 'Agree to a cancellation',
  description:
    'The seller agrees: what is not sent is cancelled and refunded. It does not count against the seller.',
  http: 'POST /v1/cancellations/{id}/accept',
  scope: 'fulfillment:write',
  idempotency: 'accepted',
  input: Type.Object({ id: Id('cancellation') }, { additionalProperties: false }),
  output: Cancellation,
  errors: ['not_found', 'conflict'],
  async handle(context, { id }) {
    const { record, part, cancellation } = await openNegotiation(context, id)
    const { reason } = cancellation
    const why = { actor: 'buyer' as const, reason, now: context.now }
    const after = await cancelPart(context.db, record, part, why)
    return cancellationView(after.cancellations.find((each) => each.id === cancellation.id)!)
  },
})
