import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { receivedPart } from './access.ts'
import { commitMove } from './commit-move.ts'
import { orderHeld } from './events.ts'
import { hold } from './moves.ts'
import { receivedPartView } from './render.ts'
import { SellerOrder } from './schema.ts'

export const holdSellerOrder = defineOperation({
  name: 'holdSellerOrder',
  tag: 'sellerOrders',
  summary: 'Put a part of an order on hold',
  description:
    'The operator stops a part that nothing was sent of, for example while a fraud check runs: its clocks stand still and nothing may be sent until it is resumed.',
  http: 'POST /v1/seller-orders/{id}/hold',
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      reason: Text({ minLength: 1, maxLength: 200, description: 'Shown to buyer and seller.' }),
    },
    { additionalProperties: false },
  ),
  output: SellerOrder,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, reason }) {
    const { record, part } = await receivedPart(context, id, { lock: true })
    const { db, now } = context
    const after = hold(record, part, reason, now)
    const move = { event: orderHeld, sellerOrderId: part.id, actor: 'platform' as const }
    await commitMove(db, record, after, { ...move, reason, now })
    return receivedPartView(after, part.id)
  },
})
