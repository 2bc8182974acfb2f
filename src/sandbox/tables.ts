import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from '../core/columns.ts'
import type { SandboxStep } from './script.ts'

/** How far an account's test clock runs ahead of ours, and how long a simulated leg takes. */
export const sandboxClocks = pgTable('sandbox_clocks', {
  accountId: uuid().primaryKey(),
  offsetMs: bigint({ mode: 'number' }).notNull().default(0),
  /** Simulated time between two steps of a test order. */
  stepMs: integer().notNull().default(1000),
  /** Whether webhooks of the account are sent twice and out of order. */
  webhookFault: text({ enum: ['none', 'duplicate', 'reorder', 'duplicateAndReorder'] })
    .notNull()
    .default('none'),
  updatedAt: moment().notNull().defaultNow(),
})

/** What the simulated sellers and the simulated carrier will do next, and when by the account's clock. */
export const sandboxSteps = pgTable(
  'sandbox_steps',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    /** Null for the seller's steps. */
    parcelId: uuid(),
    step: jsonb().$type<SandboxStep>().notNull(),
    dueAt: moment().notNull(),
    doneAt: moment(),
    /** Why a step was skipped, such as an order that was cancelled meanwhile. */
    skipped: text(),
    attempts: integer().notNull().default(0),
    createdAt: createdAt(),
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

/** Test parts of orders whose script was written, so that it is written once. */
export const sandboxScripts = pgTable(
  'sandbox_scripts',
  {
    sellerOrderId: uuid().primaryKey(),
    accountId: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('sandbox_scripts_account').on(t.accountId, t.sellerOrderId)],
)
