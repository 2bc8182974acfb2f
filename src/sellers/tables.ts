import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
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
  createdAt,
  currencyCode,
  modeColumn,
  moment,
  primaryId,
} from '../core/columns.ts'
import { type OutcomeKind, outcomeKinds, type Tally } from './reliability-score.ts'

export const sellerStatuses = ['applied', 'vetted', 'rejected', 'suspended', 'closed'] as const
export type SellerStatus = (typeof sellerStatuses)[number]

export const sellerPlans = ['standard', 'premium'] as const
export type SellerPlan = (typeof sellerPlans)[number]

/** Who stands behind a shop, as law asks a marketplace to know and show (DSA Art. 30, INFORM). */
export interface TraderIdentity {
  legalName: string
  registrationNumber: string | null
  address: string
  phone: string | null
  email: string
  selfCertifiedAt: string | null
}

export const sellers = pgTable(
  'sellers',
  {
    id: primaryId(),
    /** The account that may act for it; null for one that the operator imported. */
    accountId: uuid(),
    name: text().notNull(),
    /** The name in lower case, letters and digits only: two spellings of one name share it. */
    slug: text().notNull(),
    description: text(),
    country: countryCode(),
    currency: currencyCode().notNull(),
    languages: text().array().notNull().default(sql`'{}'`),
    status: text({ enum: sellerStatuses }).notNull(),
    contactEmail: text(),
    website: text(),
    identity: jsonb().$type<TraderIdentity>(),
    /** Hours to accept an order before it is rejected by itself. */
    acceptanceHours: integer().notNull().default(48),
    /** Whether orders count as accepted at once. */
    isAutoAccepting: boolean().notNull().default(false),
    /** Days from payment to the hand-over to a carrier: what ship-by is made from. */
    handlingDays: integer().notNull().default(3),
    plan: text({ enum: sellerPlans }).notNull().default('standard'),
    planUntil: moment(),
    /** Expected share of orders without a problem, 0 to 100; what ranking and filters use. */
    expectedScore: doublePrecision().notNull().default(88),
    /** The same, null while fewer than five orders are known. */
    score: doublePrecision(),
    /** Share of scored sellers that this one is as good as or better than, 0 to 100. */
    percentile: doublePrecision(),
    ordersKnown: integer().notNull().default(0),
    scoredAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('sellers_slug').on(t.slug),
    index('sellers_account').on(t.accountId).where(sql`account_id is not null`),
    // GET /v1/sellers by score and by name.
    index('sellers_expected_score').on(t.expectedScore.desc(), t.id),
    index('sellers_name').on(t.name, t.id),
    // Searches leave out what those few offer.
    index('sellers_hidden').on(t.id).where(sql`status <> 'vetted'`),
    check('sellers_handling_days', sql`${t.handlingDays} between 0 and 60`),
    check('sellers_acceptance_hours', sql`${t.acceptanceHours} between 1 and 240`),
  ],
)

/** Every decision about a seller: what it became, who decided, when and why. Append-only. */
export const sellerStatusChanges = pgTable(
  'seller_status_changes',
  {
    id: primaryId(),
    sellerId: uuid()
      .notNull()
      .references(() => sellers.id, { onDelete: 'cascade' }),
    status: text({ enum: sellerStatuses }).notNull(),
    reason: text(),
    /** The API key that decided; null for the platform itself (import, first start). */
    decidedBy: uuid(),
    decidedAt: moment().notNull(),
  },
  (t) => [index('seller_status_changes_seller').on(t.sellerId, t.id)],
)

/**
 * What became known of one seller's part of one order, at most once for each kind. The score is
 * made from these rows alone, so it can always be rebuilt and every part of it be shown.
 */
export const sellerOutcomes = pgTable(
  'seller_outcomes',
  {
    sellerOrderId: uuid().notNull(),
    kind: text({ enum: outcomeKinds }).notNull().$type<OutcomeKind>(),
    sellerId: uuid().notNull(),
    orderId: uuid().notNull(),
    /** The buyer's account: a test key's outcomes are seen by that account alone. */
    accountId: uuid().notNull(),
    mode: modeColumn(),
    isProblem: boolean().notNull(),
    reason: text().notNull(),
    knownAt: moment().notNull(),
    /** When the operator took it out of the score, for what the seller could not help. */
    excusedAt: moment(),
    excusedBy: uuid(),
    excuse: text(),
    /** When a recomputation took it into the seller's stored score. */
    countedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.sellerOrderId, t.kind] }),
    // One seller's evidence, newest first, and its tallies.
    index('seller_outcomes_seller').on(t.sellerId, t.mode, t.kind, t.knownAt),
    // Tallies of the whole platform read the window only.
    index('seller_outcomes_known').on(t.mode, t.kind, t.knownAt),
    // The recomputation takes the sellers of whom there is news.
    index('seller_outcomes_uncounted').on(t.sellerId).where(sql`counted_at is null`),
  ],
)

/** The decayed tallies of all sellers together at one moment: what single sellers are held against. */
export const platformTallies = pgTable('platform_tallies', {
  kind: text({ enum: outcomeKinds }).primaryKey().$type<OutcomeKind>(),
  tally: jsonb().$type<Tally>().notNull(),
  talliedAt: moment().notNull(),
})

/** A seller's score as it stood at the end of each month (the running month: as it stands). */
export const sellerScoreMonths = pgTable(
  'seller_score_months',
  {
    sellerId: uuid()
      .notNull()
      .references(() => sellers.id, { onDelete: 'cascade' }),
    /** `2026-11` */
    month: text().notNull(),
    expectedScore: doublePrecision().notNull(),
    score: doublePrecision(),
    ordersKnown: integer().notNull(),
    /** Orders and problems of the month alone, by kind. */
    counts: jsonb().$type<Partial<Record<OutcomeKind, { orders: number; problems: number }>>>(),
    scoredAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sellerId, t.month] })],
)
