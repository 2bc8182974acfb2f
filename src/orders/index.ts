import type { AnyOperation } from '../core/operation.ts'
import { acceptCancellation } from './accept-cancellation.ts'
import { acceptSellerOrder } from './accept-seller-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { cancelSellerOrder } from './cancel-seller-order.ts'
import { changeOrderAddress } from './change-order-address.ts'
import { confirmDelivery } from './confirm-delivery.ts'
import { createQuote } from './create-quote.ts'
import { getOrder } from './get-order.ts'
import { getOrderHistory } from './get-order-history.ts'
import { getOrderMoney } from './get-order-money.ts'
import { getQuote } from './get-quote.ts'
import { getSellerOrder } from './get-seller-order.ts'
import { holdSellerOrder } from './hold-seller-order.ts'
import { listOrders } from './list-orders.ts'
import { listSellerOrders } from './list-seller-orders.ts'
import { placeOrder } from './place-order.ts'
import { placeOrders } from './place-orders.ts'
import { previewCancellation } from './preview-cancellation.ts'
import { quoteShipping } from './quote-shipping.ts'
import { rejectCancellation } from './reject-cancellation.ts'
import { rejectSellerOrder } from './reject-seller-order.ts'
import { resumeSellerOrder } from './resume-seller-order.ts'

/**
 * Orders: quotes, placement, parts per seller, their states and their money until release. Knows
 * nothing of parcels or disputes: those report here what was sent, delivered or claimed.
 */
export { ownOrder, type ReceivedPart, receivedPart, sellerOf } from './access.ts'
export { type AffiliateReader, useAffiliates } from './affiliates.ts'
export {
  type Claimable,
  type ClaimRefund,
  chargedFor,
  claimableOf,
  refundClaim,
  setAfterSale,
} from './claims.ts'
export { type DueScope, jobs, runDueCancellations, runDueOrders } from './due.ts'
export { events } from './events.ts'
export { type ImportedOrder, importOrders } from './import-orders.ts'
export { links } from './links.ts'
export type { LineUnits, RefundAmounts } from './moves.ts'
export { OrderFileError, orderColumns } from './order-file.ts'
export { acceptPart, cancelPart, rejectPart } from './part-moves.ts'
export { lockPart, type Progress, recordDelivered, recordShipped } from './progress.ts'
export { selectHeldByOrders } from './queries-held.ts'
export { selectRecord } from './queries-record.ts'
export {
  type LineRow,
  linesOf,
  type OrderRecord,
  type OrderRow,
  type PartRow,
  partOf,
} from './record.ts'
export { Order, OrderLine, OrderStatus, SellerOrder } from './schema.ts'
export { type ShortageReader, useTestShortages } from './test-shortages.ts'

export const operations: readonly AnyOperation[] = [
  quoteShipping,
  createQuote,
  getQuote,
  placeOrder,
  placeOrders,
  getOrder,
  getOrderMoney,
  getOrderHistory,
  listOrders,
  cancelOrder,
  previewCancellation,
  changeOrderAddress,
  confirmDelivery,
  listSellerOrders,
  getSellerOrder,
  acceptSellerOrder,
  rejectSellerOrder,
  cancelSellerOrder,
  holdSellerOrder,
  resumeSellerOrder,
  acceptCancellation,
  rejectCancellation,
]
