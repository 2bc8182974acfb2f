import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import {
  createdAt,
  currencyCode,
  minorUnits,
  modeColumn,
  moment,
  primaryId,
} from '../core/columns.ts'
import { chargeFees } from '../ledger/tables.ts'

export const payeeKinds = ['seller', 'affiliate'] as const
export const payoutStatuses = ['pending', 'processing', 'paid', 'failed', 'cancelled'] as const
export type PayoutStatus = (typeof payoutStatuses)[number]

/** One run over everyone who is owed enough in a currency. */
export const payoutBatches = pgTable(
  'payout_batches',
  {
    id: primaryId(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    /** Balances below it wait for the next run. */
    minimumMinor: minorUnits().notNull(),
    /** Only what was earned before this moment is paid out. */
    earnedBefore: moment().notNull(),
    payoutCount: integer().notNull(),
    totalMinor: minorUnits().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('payout_batches_list').on(t.mode, t.id)],
)

/** What one payee gets of a batch. */
export const payouts = pgTable(
  'payouts',
  {
    id: primaryId(),
    batchId: uuid()
      .notNull()
      .references(() => payoutBatches.id),
    payeeKind: text({ enum: payeeKinds }).notNull(),
    payeeId: uuid().notNull(),
    mode: modeColumn(),
    currency: currencyCode().notNull(),
    amountMinor: minorUnits().notNull(),
    status: text({ enum: payoutStatuses }).notNull(),
    /** The bank's or provider's own name of the transfer. */
    externalReference: text(),
    failureReason: text(),
    createdAt: createdAt(),
    processingAt: moment(),
    paidAt: moment(),
    failedAt: moment(),
    cancelledAt: moment(),
  },
  (t) => [
    index('payouts_batch').on(t.batchId, t.id),
    // A payee's own list, newest first.
    index('payouts_payee').on(t.payeeKind, t.payeeId, t.mode, t.id),
    // One payout on its way per payee and currency: the next one waits for it.
    uniqueIndex('payouts_on_the_way')
      .on(t.payeeKind, t.payeeId, t.mode, t.currency)
      .where(sql`status in ('pending', 'processing')`),
    check('payouts_amount', sql`${t.amountMinor} > 0`),
  ],
)

export const chargeSources = ['earnings', 'wallet'] as const

/** What a seller bought of the platform, at the price of its day. Only `renewsAt` ever changes. */
export const charges = pgTable(
  'charges',
  {
    id: primaryId(),
    sellerId: uuid().notNull(),
    code: text().notNull(),
    fee: text({ enum: chargeFees }).notNull(),
    name: text().notNull(),
    quantity: integer().notNull(),
    currency: currencyCode().notNull(),
    unitPriceMinor: minorUnits().notNull(),
    totalMinor: minorUnits().notNull(),
    paidFrom: text({ enum: chargeSources }).notNull(),
    /** Until when the plan it bought lasts. */
    planUntil: moment(),
    /** When the plan is bought again; null when it is not. */
    renewsAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [
    index('charges_seller').on(t.sellerId, t.id),
    // Plans that are to be bought again.
    index('charges_renewing').on(t.renewsAt).where(sql`${t.renewsAt} is not null`),
    check('charges_total', sql`${t.totalMinor} > 0 and ${t.quantity} > 0`),
  ],
)
