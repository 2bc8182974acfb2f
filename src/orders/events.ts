import Type from 'typebox'
import { Id, Money, Nullable } from '../core/schema.ts'
import { type AnyEvent, defineEvent, type EventDefinition } from '../events/index.ts'
import { OrderStatus } from './schema.ts'

export const OrderNews = Type.Object(
  {
    orderId: Id('order'),
    clientReference: Nullable(Type.String()),
    orderStatus: OrderStatus,
    sellerOrderId: Nullable(Id('sellerOrder')),
    sellerId: Nullable(Id('seller')),
    sellerOrderStatus: Nullable(OrderStatus),
    reason: Nullable(Type.String({ description: 'Why, where somebody gave a reason.' })),
    total: Money,
    refund: Nullable(Money),
  },
  {
    $id: 'OrderNews',
    additionalProperties: false,
    description: 'What happened to an order, or to one seller’s part of it where one is named.',
  },
)
export type OrderNews = Type.Static<typeof OrderNews>
export type OrderEvent = EventDefinition<typeof OrderNews>

function orderEvent(type: string, summary: string): OrderEvent {
  return defineEvent({ type, summary, payload: OrderNews })
}

export const orderCreated = orderEvent('order.created', 'An order was placed and paid.')
export const orderReceived = orderEvent('order.received', 'A seller got a part of a new order.')
export const orderAccepted = orderEvent('order.accepted', 'A seller accepted its part.')
export const orderRejected = orderEvent(
  'order.rejected',
  'A seller, or its clock, rejected its part; it is refunded.',
)
export const orderBackOrdered = orderEvent('order.backOrdered', 'A seller named a later hand-over.')
export const orderPartiallyShipped = orderEvent(
  'order.partiallyShipped',
  'Some units of a part are on their way.',
)
export const orderShipped = orderEvent('order.shipped', 'Everything of a part is on its way.')
export const orderDelivered = orderEvent('order.delivered', 'Everything of a part is there.')
export const orderCompleted = orderEvent(
  'order.completed',
  'A part was completed and its money released.',
)
export const orderCancelled = orderEvent(
  'order.cancelled',
  'A part, or some units of it, was cancelled and refunded.',
)
export const orderRefunded = orderEvent(
  'order.refunded',
  'Money of a part went back to the payer after a dispute.',
)
export const orderHeld = orderEvent('order.held', 'A part was put on hold.')
export const orderResumed = orderEvent('order.resumed', 'A hold was lifted.')
export const orderAddressChanged = orderEvent(
  'order.addressChanged',
  'The shipping address was changed.',
)
export const cancellationRequested = orderEvent(
  'order.cancellationRequested',
  'A buyer asks the seller to cancel an accepted part.',
)
export const cancellationRejected = orderEvent(
  'order.cancellationRejected',
  'A seller refused to cancel.',
)
export const cancellationExpired = orderEvent(
  'order.cancellationExpired',
  'A request to cancel was not answered in time.',
)

export const events: readonly AnyEvent[] = [
  orderCreated,
  orderReceived,
  orderAccepted,
  orderRejected,
  orderBackOrdered,
  orderPartiallyShipped,
  orderShipped,
  orderDelivered,
  orderCompleted,
  orderCancelled,
  orderRefunded,
  orderHeld,
  orderResumed,
  orderAddressChanged,
  cancellationRequested,
  cancellationRejected,
  cancellationExpired,
]
