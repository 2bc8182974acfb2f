import type { AnyOperation } from '../core/operation.ts'
import { getOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'

/**
 * Orders: quotes, placement, parts per seller, their states and their money until release. Knows
 * nothing of parcels or disputes: those report here what was sent, delivered or claimed.
 */
export { ownOrder, type ReceivedPart, receivedPart, sellerOf } from './access.ts'
export { events } from './events.ts'
export type { LineUnits, RefundAmounts } from './moves.ts'
export { lockPart, type Progress, recordDelivered, recordShipped } from './progress.ts'
export { selectHeldByOrders } from './queries-held.ts'
export type { LineRow, OrderRecord, OrderRow, PartRow } from './record.ts'
export { Order, OrderLine, OrderStatus, SellerOrder } from './schema.ts'

export const operations: readonly AnyOperation[] = [getOrder, listOrders]
