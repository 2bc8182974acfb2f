import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { receivedPart } from './access.ts'
import { linesOf } from './record.ts'
import { receivedView } from './render.ts'
import { SellerOrder } from './schema.ts'

export const getSellerOrder = defineOperation({
  name: 'getSellerOrder',
  tag: 'sellerOrders',
  summary: 'Get an order a seller received',
  description: 'One part of an order, as its seller sees it: with the address to send to.',
  http: 'GET /v1/seller-orders/{id}',
  scope: 'fulfillment:read',
  input: Type.Object({ id: Id('sellerOrder') }, { additionalProperties: false }),
  output: SellerOrder,
  errors: ['not_found'],
  async handle(context, { id }) {
    const { record, part } = await receivedPart(context, id)
    return receivedView(part, linesOf(record, part.id), record.order)
  },
})
