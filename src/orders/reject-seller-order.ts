import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import { receivedPart } from './access.ts'
import { rejectPart } from './part-moves.ts'
import { receivedPartView } from './render.ts'
import { SellerOrder } from './schema.ts'

export const RejectReason = Enum(
  ['outOfStock', 'pricingError', 'addressNotServiceable', 'fraudSuspected', 'other'] as const,
  { $id: 'RejectReason', description: 'Why a seller does not take an order on.' },
)

export const rejectSellerOrder = defineOperation({
  name: 'rejectSellerOrder',
  tag: 'sellerOrders',
  summary: 'Reject an order as its seller',
  description:
    'Refuses a part that is not accepted yet: the buyer is refunded for it and its units go back into stock. Other sellers’ parts of the order are not touched.',
  http: 'POST /v1/seller-orders/{id}/reject',
  scope: 'fulfillment:write',
  idempotency: 'accepted',
  input: Type.Object(
    { id: Id('sellerOrder'), reason: RejectReason },
    { additionalProperties: false },
  ),
  output: SellerOrder,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, reason }) {
    const { record, part } = await receivedPart(context, id, { lock: true })
    if (part.acceptance === 'rejected') return receivedPartView(record, part.id)
    if (part.acceptance === 'accepted') {
      throw new ApiError(
        'conflict',
        'It was accepted already: cancel it with the buyer’s consent instead.',
      )
    }
    const why = { actor: 'seller' as const, reason, now: context.now }
    return receivedPartView(await rejectPart(context.db, record, part, why), part.id)
  },
})
