import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { currencyCode, minorUnits, modeColumn, moment, primaryId } from '../core/columns.ts'
import { disputeActions, disputeParties, disputeReasons, disputeStatuses } from './dispute-state.ts'

export interface StoredClaimLine {
  lineId: string
  quantity: number
  amountMinor: number
}

export interface StoredEvidence {
  url: string
  note: string | null
}

const amount = () => minorUnits().notNull()
const nothing = () => minorUnits().notNull().default(0)

/** A buyer's claim about one seller's part of an order. */
export const disputes = pgTable(
  'disputes',
  {
    id: primaryId(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    /** The buyer's account. */
    accountId: uuid().notNull(),
    sellerId: uuid().notNull(),
    sellerAccountId: uuid(),
    mode: modeColumn(),
    status: text({ enum: disputeStatuses }).notNull(),
    reason: text({ enum: disputeReasons }).notNull(),
    description: text().notNull(),
    currency: currencyCode().notNull(),
    lines: jsonb().$type<StoredClaimLine[]>().notNull(),
    shippingMinor: amount(),
    feesMinor: amount(),
    /** All of the claim: lines, shipping and fees. */
    claimedMinor: amount(),
    offeredMinor: minorUnits(),
    refundedMinor: nothing(),
    openedAt: moment().notNull(),
    /** When the clock of whoever is asked runs out; null when it is closed. */
    dueAt: moment(),
    closedAt: moment(),
    closedBy: text({ enum: disputeParties }),
    decisionNote: text(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    // One open dispute per part; also finds it.
    uniqueIndex('disputes_open').on(t.sellerOrderId).where(sql`closed_at is null`),
    index('disputes_order').on(t.orderId),
    // Lists, newest first: the buyer's and the seller's.
    index('disputes_account').on(t.accountId, t.mode, t.id),
    index('disputes_seller').on(t.sellerId, t.mode, t.id),
    // The clock: what is due next.
    index('disputes_due').on(t.dueAt).where(sql`due_at is not null`),
    check('disputes_claimed', sql`${t.claimedMinor} > 0`),
    check('disputes_refunded', sql`${t.refundedMinor} between 0 and ${t.claimedMinor}`),
  ],
)

/** What each side said and did, append-only. */
export const disputeSteps = pgTable(
  'dispute_steps',
  {
    id: primaryId(),
    disputeId: uuid()
      .notNull()
      .references(() => disputes.id),
    actor: text({ enum: disputeParties }).notNull(),
    action: text({ enum: disputeActions }).notNull(),
    amountMinor: minorUnits(),
    note: text(),
    evidence: jsonb().$type<StoredEvidence[]>().notNull(),
    takenAt: moment().notNull(),
  },
  (t) => [index('dispute_steps_dispute').on(t.disputeId, t.id)],
)

/** Money given back for what was sent; amounts in the order's currency. Append-only. */
export const refunds = pgTable(
  'refunds',
  {
    id: primaryId(),
    orderId: uuid().notNull(),
    sellerOrderId: uuid().notNull(),
    disputeId: uuid().references(() => disputes.id),
    accountId: uuid().notNull(),
    sellerId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    goodsMinor: amount(),
    shippingMinor: amount(),
    dutiesMinor: amount(),
    taxesMinor: amount(),
    feesMinor: amount(),
    totalMinor: amount(),
    lines: jsonb().$type<{ lineId: string; amountMinor: number }[]>().notNull(),
    reason: text().notNull(),
    note: text(),
    actor: text({ enum: disputeParties }).notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [
    index('refunds_order').on(t.orderId, t.id),
    check('refunds_total', sql`${t.totalMinor} > 0`),
  ],
)
