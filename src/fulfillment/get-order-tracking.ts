import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownOrder, type PartRow } from '../orders/index.ts'
import { selectShipmentsOfOrders } from './queries.ts'
import { shipmentViews } from './render.ts'
import { OrderTracking } from './schema.ts'

export const getOrderTracking = defineOperation({
  name: 'getOrderTracking',
  tag: 'tracking',
  summary: 'Track an order',
  description:
    'Each seller’s part with what was promised, and every shipment, parcel and event of the order in one answer.',
  http: 'GET /v1/orders/{id}/tracking',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order') }, { additionalProperties: false }),
  output: OrderTracking,
  errors: ['not_found'],
  cost: 3,
  async handle(context, { id }) {
    const { order, parts } = await ownOrder(context, id)
    const shipments = await selectShipmentsOfOrders(context.db, [order.id])
    return {
      orderId: id,
      status: order.status,
      sellerOrders: parts.map((part) => trackedPartOf(part, context.now)),
      shipments: await shipmentViews(context.db, shipments),
    }
  },
})

function trackedPartOf(part: PartRow, now: Date) {
  const isOver = part.status === 'cancelled' || part.status === 'completed'
  const isShipLate = part.shippedAt === null && now > part.shipBy
  const isDeliveryLate = part.deliveredAt === null && now > part.deliverBy
  return {
    sellerOrderId: ids.sellerOrder.encode(part.id),
    sellerId: ids.seller.encode(part.sellerId),
    status: part.status,
    shipBy: part.shipBy.toISOString(),
    deliverBy: part.deliverBy.toISOString(),
    usuallyBy: part.deliveryP50At.toISOString(),
    shippedAt: part.shippedAt?.toISOString() ?? null,
    deliveredAt: part.deliveredAt?.toISOString() ?? null,
    isLate: !isOver && (isShipLate || isDeliveryLate),
  }
}
