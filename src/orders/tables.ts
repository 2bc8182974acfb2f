import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  countryCode,
  currencyCode,
  minorUnits,
  modeColumn,
  moment,
  primaryId,
} from '../core/columns.ts'
import {
  acceptanceStatuses,
  afterSaleStatuses,
  cancellationStatuses,
  cancelReasons,
  moveActors,
  orderStatuses,
} from './state.ts'
import type {
  BasketRequest,
  StoredAddress,
  StoredOption,
  StoredPrice,
  StoredRates,
} from './stored.ts'

// No foreign keys leave this module: an order outlives its product, and checking them at placement
// would lock the catalogue rows that every buyer of a popular product shares.

const amount = () => minorUnits().notNull()
const nothing = () => minorUnits().notNull().default(0)
const units = () => integer().notNull().default(0)

/** A priced offer with its rate of exchange fixed; it may hold stock until it expires. */
export const quotes = pgTable(
  'quotes',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    /** What was asked for: lines, destination and shipping choices. */
    request: jsonb().$type<BasketRequest>().notNull(),
    /** What it costs, for comparison at placement and for the answer. */
    price: jsonb().$type<StoredPrice>().notNull(),
    /** The rates of exchange that an order from it uses. */
    rates: jsonb().$type<StoredRates>().notNull(),
    isHoldingStock: boolean().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    orderId: uuid(),
    /** When held stock went back or into an order. */
    settledAt: moment(),
  },
  (table) => [
    // The worker gives back what expired quotes hold.
    index('quotes_holding').on(table.expiresAt).where(sql`is_holding_stock and settled_at is null`),
  ],
)

/** Units kept aside for a quote; counted in `stock_levels.held` while the quote holds them. */
export const stockHolds = pgTable(
  'stock_holds',
  {
    quoteId: uuid()
      .notNull()
      .references(() => quotes.id, { onDelete: 'cascade' }),
    variantId: uuid().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.quoteId, table.variantId] }),
    check('stock_holds_quantity_positive', sql`${table.quantity} > 0`),
  ],
)

/** What a customer ordered and was charged; amounts are minor units of its currency. */
export const orders = pgTable(
  'orders',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    status: text({ enum: orderStatuses }).notNull(),
    quoteId: uuid(),
    clientReference: text(),
    currency: currencyCode().notNull(),
    goodsMinor: amount(),
    shippingMinor: amount(),
    dutiesMinor: amount(),
    taxesMinor: amount(),
    feesMinor: amount(),
    totalMinor: amount(),
    refundedMinor: nothing(),
    /** What the wallet paid, in the wallet's own currency. */
    chargeMinor: amount(),
    chargeCurrency: currencyCode().notNull(),
    /** Rates to the order's currency, as exact decimals by source currency. */
    rates: jsonb().$type<Record<string, string>>().notNull(),
    shippingAddress: jsonb().$type<StoredAddress>().notNull(),
    destinationCountry: countryCode().notNull(),
    note: text(),
    /** The click that led here, as its affiliate's link reported it. */
    affiliateClickId: text(),
    createdAt: moment().notNull(),
    paidAt: moment(),
    completedAt: moment(),
    cancelledAt: moment(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    uniqueIndex('orders_client_reference')
      .on(table.accountId, table.mode, table.clientReference)
      .where(sql`client_reference is not null`),
    // Lists page an account's orders by id, newest first.
    index('orders_account').on(table.accountId, table.mode, table.id),
  ],
)

/** One seller's part of an order, with its own status, shipping, clock and settlement. */
export const sellerOrders = pgTable(
  'seller_orders',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    accountId: uuid().notNull(),
    sellerId: uuid().notNull(),
    /** The account that hears of it on the seller's side; null for a seller without one and in tests. */
    sellerAccountId: uuid(),
    mode: modeColumn(),
    status: text({ enum: orderStatuses }).notNull(),
    acceptance: text({ enum: acceptanceStatuses }).notNull().default('pending'),
    afterSale: text({ enum: afterSaleStatuses }).notNull().default('none'),
    currency: currencyCode().notNull(),
    goodsMinor: amount(),
    shippingMinor: amount(),
    dutiesMinor: amount(),
    taxesMinor: amount(),
    feesMinor: amount(),
    totalMinor: amount(),
    refundedGoodsMinor: nothing(),
    refundedShippingMinor: nothing(),
    refundedDutiesMinor: nothing(),
    refundedTaxesMinor: nothing(),
    refundedFeesMinor: nothing(),
    /** What the seller asked for, in the seller's own currency. */
    settlementCurrency: currencyCode().notNull(),
    settlementGoodsMinor: amount(),
    settlementShippingMinor: amount(),
    /** What the platform takes of it at release, by the policies of the day of the order. */
    sellerFeeMinor: amount(),
    transactionFeeMinor: amount(),
    /** Who brought the buyer, and what the seller gives for it at release. */
    affiliateId: uuid(),
    affiliateShareMinor: nothing(),
    shippingOption: jsonb().$type<StoredOption>().notNull(),
    placedAt: moment().notNull(),
    acceptBy: moment().notNull(),
    shipBy: moment().notNull(),
    deliveryP50At: moment().notNull(),
    /** The promise: the day by which nine in ten such parcels are there. */
    deliverBy: moment().notNull(),
    acceptedAt: moment(),
    rejectedAt: moment(),
    backOrderedUntil: moment(),
    heldAt: moment(),
    holdReason: text(),
    firstShippedAt: moment(),
    shippedAt: moment(),
    deliveredAt: moment(),
    confirmedAt: moment(),
    completedAt: moment(),
    cancelledAt: moment(),
    cancelReason: text(),
    cancelledBy: text({ enum: ['buyer', 'seller', 'platform'] }),
    /** When completion happens by itself; null until something was shipped. */
    protectionEndsAt: moment(),
    /** When the worker must look at this part next; null when nothing happens by itself. */
    dueAt: moment(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    index('seller_orders_order').on(table.orderId),
    // The seller's own list, newest first.
    index('seller_orders_seller').on(table.sellerId, table.mode, table.id),
    // The worker's clock: what is due next.
    index('seller_orders_due').on(table.dueAt).where(sql`due_at is not null`),
    // Test parts have indexes of their own, so that the sandbox's clock never walks live orders.
    index('seller_orders_test_due')
      .on(table.dueAt)
      .where(sql`mode = 'test' and due_at is not null`),
    index('seller_orders_test_unshipped')
      .on(table.id)
      .where(sql`mode = 'test' and shipped_at is null and cancelled_at is null`),
    // Parts whose hand-over may be overdue, for the sellers' records.
    index('seller_orders_unshipped')
      .on(table.shipBy)
      .where(sql`shipped_at is null and cancelled_at is null`),
  ],
)

/** Units of one variant; counts only grow, and the headline is derived from them. */
export const orderLines = pgTable(
  'order_lines',
  {
    id: primaryId(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid()
      .notNull()
      .references(() => sellerOrders.id),
    position: integer().notNull(),
    productId: uuid().notNull(),
    variantId: uuid().notNull(),
    categoryId: uuid(),
    sku: text().notNull(),
    title: text().notNull(),
    options: jsonb().$type<{ name: string; value: string }[]>().notNull(),
    imageUrl: text(),
    hsCode: text(),
    quantity: integer().notNull(),
    unitPriceMinor: amount(),
    goodsMinor: amount(),
    dutiesMinor: amount(),
    taxesMinor: amount(),
    cancelledQuantity: units(),
    shippedQuantity: units(),
    deliveredQuantity: units(),
    /** What claims gave back on this line, beside cancelled units. */
    refundedMinor: nothing(),
  },
  (table) => [
    index('order_lines_order').on(table.orderId),
    check('order_lines_quantity_positive', sql`${table.quantity} > 0`),
    check(
      'order_lines_units_within_quantity',
      sql`${table.cancelledQuantity} >= 0 and ${table.shippedQuantity} >= 0
        and ${table.cancelledQuantity} + ${table.shippedQuantity} <= ${table.quantity}
        and ${table.deliveredQuantity} between 0 and ${table.shippedQuantity}`,
    ),
  ],
)

/** A wish to cancel a part after its seller accepted: a negotiation with a deadline. */
export const cancellations = pgTable(
  'cancellations',
  {
    id: primaryId(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid()
      .notNull()
      .references(() => sellerOrders.id),
    accountId: uuid().notNull(),
    sellerId: uuid().notNull(),
    mode: modeColumn(),
    status: text({ enum: cancellationStatuses }).notNull(),
    reason: text({ enum: cancelReasons }).notNull(),
    note: text(),
    /** What would go back, or went back, to the payer. */
    refundMinor: amount(),
    currency: currencyCode().notNull(),
    requestedAt: moment().notNull(),
    respondBy: moment().notNull(),
    decidedAt: moment(),
    decisionNote: text(),
  },
  (table) => [
    index('cancellations_order').on(table.orderId),
    // One open negotiation per part; also finds it.
    uniqueIndex('cancellations_open').on(table.sellerOrderId).where(sql`status = 'requested'`),
  ],
)

/** Where an order was to go before each change. */
export const addressChanges = pgTable(
  'address_changes',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    before: jsonb().$type<StoredAddress>().notNull(),
    after: jsonb().$type<StoredAddress>().notNull(),
    changedBy: text().notNull(),
    changedAt: moment().notNull(),
  },
  (table) => [index('address_changes_order').on(table.orderId)],
)

/** Every move after placement: what happened to which part, by whom and why. */
export const orderMoves = pgTable(
  'order_moves',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    sellerOrderId: uuid(),
    move: text().notNull(),
    status: text({ enum: orderStatuses }).notNull(),
    actor: text({ enum: moveActors }).notNull(),
    reason: text(),
    movedAt: moment().notNull(),
  },
  (table) => [index('order_moves_order').on(table.orderId, table.id)],
)
