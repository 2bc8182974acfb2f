import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  createdAt,
  currencyCode,
  minorUnits,
  modeColumn,
  moment,
  primaryId,
} from '../core/columns.ts'
import type { LedgerAccountKind } from './accounts.ts'
import type { PostingKind } from './posting.ts'

/**
 * One row per account, mode and currency: the only balance that is kept, because placement must refuse
 * before it spends. Every other balance is a sum of entries.
 */
export const wallets = pgTable(
  'wallets',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    balanceMinor: minorUnits().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    unique('wallets_account_mode_currency').on(t.accountId, t.mode, t.currency),
    check('wallets_balance_not_negative', sql`${t.balanceMinor} >= 0`),
  ],
)

/** What happened, once; the entries say what moved. One transaction has one currency and one mode. */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: primaryId(),
    kind: text().$type<PostingKind>().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    orderId: uuid(),
    /** The seller's part, refund, payout or charge that caused it. */
    subjectId: uuid(),
    /** Makes a posting that must happen once impossible to repeat. */
    dedupeKey: text(),
    memo: text(),
    occurredAt: moment().notNull(),
  },
  (t) => [
    // The money timeline of one order, and what one payout or refund moved.
    index('ledger_transactions_order').on(t.orderId).where(sql`${t.orderId} is not null`),
    index('ledger_transactions_subject').on(t.subjectId).where(sql`${t.subjectId} is not null`),
    uniqueIndex('ledger_transactions_dedupe')
      .on(t.dedupeKey)
      .where(sql`${t.dedupeKey} is not null`),
  ],
)

/** Signed amounts; a trigger (sql/ledger.sql) holds each transaction at zero and ties it to its header. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    transactionId: uuid().notNull(),
    position: smallint().notNull(),
    account: text().$type<LedgerAccountKind>().notNull(),
    ownerId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    amountMinor: minorUnits().notNull(),
    occurredAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.position] }),
    // Statements by account and period, and balances as index-only sums.
    index('ledger_entries_account').on(
      t.account,
      t.ownerId,
      t.mode,
      t.currency,
      t.occurredAt,
      t.transactionId,
      t.amountMinor,
    ),
    check('ledger_entries_amount_not_zero', sql`${t.amountMinor} <> 0`),
  ],
)

export const feePolicyKinds = [
  'sellerFee',
  'transactionFee',
  'serviceFee',
  'affiliateShare',
] as const

/**
 * What the platform takes, as dated rows that are added and never edited. The most specific row that
 * is in force wins: plan, nearest category, currency, then the latest.
 */
export const feePolicies = pgTable(
  'fee_policies',
  {
    id: primaryId(),
    kind: text({ enum: feePolicyKinds }).notNull(),
    /** Null for every category; a category stands for all below it. */
    categoryId: uuid(),
    /** The seller's plan it is for; null for every plan. */
    plan: text(),
    /** Null for every currency; a fixed part needs one. */
    currency: currencyCode(),
    /** Hundredths of a percent. */
    basisPoints: integer().notNull(),
    /** Once per seller's part of an order. */
    fixedMinor: minorUnits().notNull().default(0),
    validFrom: moment().notNull(),
    validUntil: moment(),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('fee_policies_kind').on(t.kind, t.validFrom),
    check('fee_policies_basis_points', sql`${t.basisPoints} between 0 and 10000`),
    check('fee_policies_fixed', sql`${t.fixedMinor} >= 0`),
    check('fee_policies_fixed_currency', sql`${t.fixedMinor} = 0 or ${t.currency} is not null`),
  ],
)

export const chargeFees = ['premiumFee', 'promotionFee', 'serviceFee'] as const

/** The price list of what sellers can buy of the platform, as dated rows that are added and never edited. */
export const chargePrices = pgTable(
  'charge_prices',
  {
    id: primaryId(),
    /** What it is called in requests: `premium-month`. */
    code: text().notNull(),
    fee: text({ enum: chargeFees }).notNull(),
    name: text().notNull(),
    currency: currencyCode().notNull(),
    amountMinor: minorUnits().notNull(),
    /** The seller's plan that one unit gives, and for how many months. */
    plan: text(),
    months: integer(),
    validFrom: moment().notNull(),
    validUntil: moment(),
    createdAt: createdAt(),
  },
  (t) => [
    index('charge_prices_code').on(t.code, t.currency, t.validFrom),
    check('charge_prices_amount', sql`${t.amountMinor} > 0`),
    check('charge_prices_plan', sql`(${t.plan} is null) = (${t.months} is null)`),
  ],
)

export const paymentStatuses = ['pending', 'succeeded', 'failed', 'cancelled'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** Payments from outside into wallets, begun here and settled by the provider's word. */
export const payments = pgTable(
  'payments',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    amountMinor: minorUnits().notNull(),
    returnUrl: text(),
    status: text({ enum: paymentStatuses }).notNull(),
    provider: text().notNull(),
    providerReference: text(),
    clientSecret: text(),
    redirectUrl: text(),
    /** The request's Idempotency-Key: a retry goes on with the row it made. */
    requestKey: text().notNull(),
    createdAt: createdAt(),
    settledAt: moment(),
    /** What the provider calls the money that arrived: claims of the payer's bank name it. */
    settledReference: text(),
  },
  (t) => [
    index('payments_settled_reference')
      .on(t.provider, t.settledReference)
      .where(sql`${t.settledReference} is not null`),
    unique('payments_request').on(t.accountId, t.mode, t.requestKey),
    check('payments_amount', sql`${t.amountMinor} > 0`),
  ],
)

export const chargebackStatuses = ['open', 'won', 'lost'] as const

/** Payments that the payer's bank claims back, as the provider reports them. */
export const chargebacks = pgTable(
  'chargebacks',
  {
    provider: text().notNull(),
    /** The provider's name of the claim. */
    reference: text().notNull(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    /** In the bank's words. */
    reason: text(),
    status: text({ enum: chargebackStatuses }).notNull(),
    /** The part that the wallet could not give when the money was taken. */
    owedMinor: minorUnits().notNull().default(0),
    openedAt: moment().notNull(),
    withdrawnAt: moment(),
    reinstatedAt: moment(),
    closedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.reference] }),
    check('chargebacks_amount', sql`${t.amountMinor} > 0`),
    check('chargebacks_owed', sql`${t.owedMinor} between 0 and ${t.amountMinor}`),
  ],
)

/** What providers told us, once each. */
export const paymentNotices = pgTable(
  'payment_notices',
  {
    provider: text().notNull(),
    noticeId: text().notNull(),
    type: text().notNull(),
    reference: text().notNull(),
    receivedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.noticeId] })],
)
