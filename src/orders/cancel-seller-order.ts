import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { UnitsOfLine } from './accept-seller-order.ts'
import { receivedPart } from './access.ts'
import { cancelPart } from './part-moves.ts'
import { receivedPartView } from './render.ts'
import { CancelReason, SellerOrder } from './schema.ts'

export const cancelSellerOrder = defineOperation({
  name: 'cancelSellerOrder',
  tag: 'sellerOrders',
  summary: 'Cancel what a seller cannot send',
  description:
    'Cancels the units named, or all that are not sent, after acceptance; the buyer is refunded at once. It counts against the seller’s reliability.',
  http: 'POST /v1/seller-orders/{id}/cancel',
  scope: 'fulfillment:write',
  idempotency: 'accepted',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      reason: CancelReason,
      units: Type.Optional(Type.Array(UnitsOfLine, { minItems: 1, maxItems: 100 })),
    },
    { additionalProperties: false },
  ),
  output: SellerOrder,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, reason, units }) {
    const { record, part } = await receivedPart(context, id, { lock: true })
    const after = await cancelPart(context.db, record, part, {
      actor: 'seller',
      reason,
      now: context.now,
      units: units?.map(({ lineId, quantity }) => ({
        lineId: ids.orderLine.decode(lineId),
        quantity,
      })),
    })
    return receivedPartView(after, part.id)
  },
})
