import { ids } from '../core/ids.ts'
import {
  type CancellationRow,
  type LineRow,
  linesOf,
  type OrderRecord,
  type OrderRow,
  type PartRow,
  partOf,
  refundedOf,
} from './record.ts'
import type { Cancellation, Order, OrderLine, SellerOrder } from './schema.ts'
import { fulfillmentOf, paymentOf } from './state.ts'

interface Amounts {
  readonly goodsMinor: number
  readonly shippingMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
  readonly feesMinor: number
  readonly totalMinor: number
}

/** The components of a price as the API shows them. */
export function amountsOf(row: Amounts, currency: string) {
  const money = (amountMinor: number) => ({ amountMinor, currency })
  return {
    goods: money(row.goodsMinor),
    shipping: money(row.shippingMinor),
    duties: money(row.dutiesMinor),
    taxes: money(row.taxesMinor),
    fees: money(row.feesMinor),
    total: money(row.totalMinor),
  }
}

function iso(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString()
}

/** An order as its buyer sees it. */
export function orderView(record: OrderRecord): Order {
  const { order, parts, lines } = record
  const { currency } = order
  return {
    id: ids.order.encode(order.id),
    status: order.status,
    paymentStatus: paymentOf({ ...order, isPaid: order.paidAt !== null }),
    fulfillmentStatus: fulfillmentOf(lines),
    afterSaleStatus: afterSaleOf(parts),
    clientReference: order.clientReference,
    quoteId: order.quoteId === null ? null : ids.quote.encode(order.quoteId),
    ...amountsOf(order, currency),
    refunded: { amountMinor: order.refundedMinor, currency },
    charged: { amountMinor: order.chargeMinor, currency: order.chargeCurrency },
    shippingAddress: order.shippingAddress,
    note: order.note,
    sellerOrders: parts.map((part) => partView(part, linesOf(record, part.id))),
    cancellations: record.cancellations.map(cancellationView),
    createdAt: order.createdAt.toISOString(),
    paidAt: iso(order.paidAt),
    completedAt: iso(order.completedAt),
    cancelledAt: iso(order.cancelledAt),
    updatedAt: order.updatedAt.toISOString(),
  }
}

export function cancellationView(row: CancellationRow): Cancellation {
  return {
    id: ids.cancellation.encode(row.id),
    orderId: ids.order.encode(row.orderId),
    sellerOrderId: ids.sellerOrder.encode(row.sellerOrderId),
    status: row.status,
    reason: row.reason,
    note: row.note,
    refund: { amountMinor: row.refundMinor, currency: row.currency },
    requestedAt: row.requestedAt.toISOString(),
    respondBy: row.respondBy.toISOString(),
    decidedAt: iso(row.decidedAt),
    decisionNote: row.decisionNote,
  }
}

function afterSaleOf(parts: readonly PartRow[]): Order['afterSaleStatus'] {
  if (parts.some((part) => part.afterSale === 'open')) return 'open'
  return parts.some((part) => part.afterSale === 'closed') ? 'closed' : 'none'
}

/** A part as its seller sees it: with the address to send to and what it earns. */
export function receivedView(
  part: PartRow,
  lines: readonly LineRow[],
  order: OrderRow,
): SellerOrder {
  return {
    ...partView(part, lines),
    settlement: settlementOf(part),
    shippingAddress: order.shippingAddress,
  }
}

/** One part of a record as its seller sees it. */
export function receivedPartView(record: OrderRecord, sellerOrderId: string): SellerOrder {
  return receivedView(partOf(record, sellerOrderId)!, linesOf(record, sellerOrderId), record.order)
}

function settlementOf(part: PartRow): SellerOrder['settlement'] {
  const settled = (amountMinor: number) => ({ amountMinor, currency: part.settlementCurrency })
  return {
    goods: settled(part.settlementGoodsMinor),
    shipping: settled(part.settlementShippingMinor),
    sellerFee: settled(part.sellerFeeMinor),
    transactionFee: settled(part.transactionFeeMinor),
    affiliateShare: settled(part.affiliateShareMinor),
  }
}

/** A part as its buyer sees it. */
function partView(part: PartRow, lines: readonly LineRow[]): SellerOrder {
  const { currency } = part
  return {
    id: ids.sellerOrder.encode(part.id),
    orderId: ids.order.encode(part.orderId),
    sellerId: ids.seller.encode(part.sellerId),
    status: part.status,
    acceptance: part.acceptance,
    fulfillmentStatus: fulfillmentOf(lines),
    afterSaleStatus: part.afterSale,
    lines: lines.map((line) => lineView(line, currency)),
    ...amountsOf(part, currency),
    refunded: { amountMinor: refundedOf(part), currency },
    shippingOption: part.shippingOption,
    promise: {
      shipBy: part.shipBy.toISOString(),
      p50At: part.deliveryP50At.toISOString(),
      p90At: part.deliverBy.toISOString(),
    },
    ...momentsOf(part),
  }
}

function momentsOf(part: PartRow) {
  return {
    acceptBy: part.acceptBy.toISOString(),
    placedAt: part.placedAt.toISOString(),
    acceptedAt: iso(part.acceptedAt),
    rejectedAt: iso(part.rejectedAt),
    backOrderedUntil: iso(part.backOrderedUntil),
    heldAt: iso(part.heldAt),
    holdReason: part.holdReason,
    shippedAt: iso(part.shippedAt),
    deliveredAt: iso(part.deliveredAt),
    completedAt: iso(part.completedAt),
    cancelledAt: iso(part.cancelledAt),
    cancelReason: part.cancelReason,
    protectionEndsAt: iso(part.protectionEndsAt),
  }
}

function lineView(line: LineRow, currency: string): OrderLine {
  const money = (amountMinor: number) => ({ amountMinor, currency })
  return {
    id: ids.orderLine.encode(line.id),
    position: line.position,
    productId: ids.product.encode(line.productId),
    variantId: ids.variant.encode(line.variantId),
    sku: line.sku,
    title: line.title,
    options: line.options,
    imageUrl: line.imageUrl,
    quantity: line.quantity,
    cancelledQuantity: line.cancelledQuantity,
    shippedQuantity: line.shippedQuantity,
    deliveredQuantity: line.deliveredQuantity,
    unitPrice: money(line.unitPriceMinor),
    goods: money(line.goodsMinor),
    duties: money(line.dutiesMinor),
    taxes: money(line.taxesMinor),
  }
}
