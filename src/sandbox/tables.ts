import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from '../core/columns.ts'
import type { SandboxStep } from './script.ts'

/** One account's sandbox: how far its clock runs ahead of ours, and who plays the others' parts. */
export const sandboxes = pgTable('sandboxes', {
  accountId: uuid().primaryKey(),
  offsetMs: bigint({ mode: 'number' }).notNull().default(0),
  /** Time between two steps of a test order, by the account's clock. */
  stepMs: integer().notNull().default(700),
  areSellersSimulated: boolean().notNull().default(true),
  areCarriersSimulated: boolean().notNull().default(true),
  createdAt: createdAt(),
  updatedAt: moment().notNull().defaultNow(),
})

/** What the simulated sellers and carriers will do next, and when by the account's clock. */
export const sandboxSteps = pgTable(
  'sandbox_steps',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    /** Null for the seller's steps. */
    parcelId: uuid(),
    step: jsonb().$type<SandboxStep>().notNull(),
    dueAt: moment().notNull(),
    doneAt: moment(),
    /** Why it was not done, such as an order that was cancelled meanwhile. */
    skipped: text(),
  },
  (t) => [
    // The worker asks every second for what is due.
    index('sandbox_steps_due').on(t.dueAt).where(sql`done_at is null`),
    index('sandbox_steps_seller_order').on(t.sellerOrderId),
    index('sandbox_steps_parcel').on(t.parcelId).where(sql`parcel_id is not null`),
  ],
)

/** Goods that are out of stock for one account's test orders only. */
export const sandboxStockOuts = pgTable(
  'sandbox_stock_outs',
  {
    accountId: uuid().notNull(),
    variantId: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.variantId] })],
)
