import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { countryCode, createdAt, modeColumn, moment, primaryId } from '../core/columns.ts'
import { parcelStates } from './parcel-state.ts'

export const trackingSources = ['carrier', 'seller', 'platform', 'sandbox'] as const
export type TrackingSource = (typeof trackingSources)[number]

/** One dispatch by one seller for its part of an order; never edited. */
export const shipments = pgTable(
  'shipments',
  {
    id: primaryId(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    sellerId: uuid().notNull(),
    /** The buyer's account. */
    accountId: uuid().notNull(),
    mode: modeColumn(),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('shipments_order').on(t.orderId, t.id),
    index('shipments_seller_order').on(t.sellerOrderId),
  ],
)

/** A box on its way. Its state is a fold of its tracking events and only moves on. */
export const parcels = pgTable(
  'parcels',
  {
    id: primaryId(),
    shipmentId: uuid()
      .notNull()
      .references(() => shipments.id),
    orderId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    sellerId: uuid().notNull(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    position: smallint().notNull(),
    carrier: text().notNull(),
    carrierName: text().notNull(),
    service: text(),
    weightGrams: integer(),
    lengthMm: integer(),
    widthMm: integer(),
    heightMm: integer(),
    shipFrom: countryCode(),
    shipTo: countryCode(),
    state: text({ enum: parcelStates }).notNull().default('labelCreated'),
    /** When it entered its state, by the carrier's clock. */
    stateSince: moment().notNull(),
    handedOverAt: moment(),
    deliveredAt: moment(),
    lastEventAt: moment(),
    /** Number of its tracking events; in each webhook, so that a receiver can order them. */
    sequence: integer().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index('parcels_shipment').on(t.shipmentId, t.position),
    index('parcels_order').on(t.orderId, t.id),
    index('parcels_seller_order').on(t.sellerOrderId),
    index('parcels_account').on(t.accountId, t.mode, t.id),
    index('parcels_seller').on(t.sellerId, t.mode, t.id),
    // The sandbox's clock looks at test parcels alone.
    index('parcels_test_undelivered').on(t.id).where(sql`mode = 'test' and delivered_at is null`),
    // The sweep for parcels without news takes those still on their way, longest silent first.
    index('parcels_silent').on(t.lastEventAt).where(sql`delivered_at is null`),
    check('parcels_sequence', sql`${t.sequence} >= 0`),
  ],
)

/** The numbers a parcel is known by: a last-mile carrier that takes over adds its own. */
export const parcelTrackingNumbers = pgTable(
  'parcel_tracking_numbers',
  {
    parcelId: uuid()
      .notNull()
      .references(() => parcels.id),
    /** Upper case, without spaces and hyphens. */
    number: text().notNull(),
    carrier: text().notNull(),
    carrierName: text().notNull(),
    position: smallint().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.parcelId, t.number] }),
    // Carriers reuse numbers after a year or two, so a number may find several parcels.
    index('parcel_tracking_numbers_number').on(t.number),
  ],
)

/** Units of an order line in a parcel. */
export const parcelLines = pgTable(
  'parcel_lines',
  {
    parcelId: uuid()
      .notNull()
      .references(() => parcels.id),
    orderLineId: uuid().notNull(),
    quantity: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.parcelId, t.orderLineId] }),
    index('parcel_lines_order_line').on(t.orderLineId),
    check('parcel_lines_quantity', sql`${t.quantity} > 0`),
  ],
)

/** What carriers, sellers and the sandbox said about a parcel, word for word. Append-only. */
export const trackingEvents = pgTable(
  'tracking_events',
  {
    id: primaryId(),
    parcelId: uuid()
      .notNull()
      .references(() => parcels.id),
    state: text({ enum: parcelStates }).notNull(),
    /** The carrier's own code, kept as it came. */
    rawCode: text(),
    description: text(),
    place: text(),
    country: countryCode(),
    occurredAt: moment().notNull(),
    /** Minutes east of UTC on the clock at the place, where the source told. */
    utcOffsetMinutes: smallint(),
    source: text({ enum: trackingSources }).notNull(),
    carrier: text(),
    trackingNumber: text(),
    /** What makes a repeated report the same: the source's event id, else a digest of what it says. */
    dedupeKey: text().notNull(),
    receivedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('tracking_events_dedupe').on(t.parcelId, t.dedupeKey),
    index('tracking_events_parcel').on(t.parcelId, t.occurredAt, t.id),
  ],
)
