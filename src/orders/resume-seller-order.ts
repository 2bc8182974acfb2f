import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { receivedPart } from './access.ts'
import { commitMove } from './commit-move.ts'
import { orderResumed } from './events.ts'
import { resume } from './moves.ts'
import { receivedPartView } from './render.ts'
import { SellerOrder } from './schema.ts'

export const resumeSellerOrder = defineOperation({
  name: 'resumeSellerOrder',
  tag: 'sellerOrders',
  summary: 'Lift the hold on a part',
  description: 'The part goes on where it stood; deadlines that passed meanwhile take effect.',
  http: 'POST /v1/seller-orders/{id}/resume',
  scope: 'operator',
  input: Type.Object({ id: Id('sellerOrder') }, { additionalProperties: false }),
  output: SellerOrder,
  errors: ['not_found', 'conflict'],
  async handle(context, { id }) {
    const { record, part } = await receivedPart(context, id, { lock: true })
    const { db, now } = context
    const after = resume(record, part, now)
    const move = { event: orderResumed, sellerOrderId: part.id, actor: 'platform' as const, now }
    await commitMove(db, record, after, move)
    return receivedPartView(after, part.id)
  },
})
