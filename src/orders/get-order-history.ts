import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id, Nullable, Timestamp } from '../core/schema.ts'
import { ownOrder } from './access.ts'
import { orderCreated } from './events.ts'
import { type MoveRow, selectMoves } from './queries-record.ts'
import type { OrderRow } from './record.ts'
import { OrderStatus } from './schema.ts'
import { moveActors } from './state.ts'

const OrderMove = Type.Object(
  {
    move: Type.String({
      description: 'What happened: the type of its event, such as `order.accepted`.',
    }),
    sellerOrderId: Nullable(Id('sellerOrder')),
    status: OrderStatus,
    actor: Enum(moveActors, { $id: 'OrderActor', description: 'Who moved it.' }),
    reason: Nullable(Type.String()),
    at: Timestamp,
  },
  {
    $id: 'OrderMove',
    additionalProperties: false,
    description: 'One move of an order, or of the part named, and the headline after it.',
  },
)

const OrderHistory = Type.Object(
  { orderId: Id('order'), moves: Type.Array(OrderMove) },
  {
    $id: 'OrderHistory',
    additionalProperties: false,
    description: 'Every move of an order, oldest first.',
  },
)

export const getOrderHistory = defineOperation({
  name: 'getOrderHistory',
  tag: 'orders',
  summary: 'Get the history of an order',
  description: 'Every move of the order and its parts: what, when, by whom and why.',
  http: 'GET /v1/orders/{id}/history',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order') }, { additionalProperties: false }),
  output: OrderHistory,
  errors: ['not_found'],
  async handle(context, { id }) {
    const { order } = await ownOrder(context, id)
    const moves = await selectMoves(context.db, order.id)
    return { orderId: id, moves: [placed(order), ...moves.map(moveView)] }
  },
})

// Placement writes no move of its own: the order's row says it all.
function placed(order: OrderRow): Type.Static<typeof OrderMove> {
  return {
    move: orderCreated.type,
    sellerOrderId: null,
    status: 'processing',
    actor: 'buyer',
    reason: null,
    at: order.createdAt.toISOString(),
  }
}

function moveView(row: MoveRow): Type.Static<typeof OrderMove> {
  const { move, status, actor, reason, movedAt, sellerOrderId } = row
  return {
    move,
    sellerOrderId: sellerOrderId === null ? null : ids.sellerOrder.encode(sellerOrderId),
    status,
    actor,
    reason,
    at: movedAt.toISOString(),
  }
}
