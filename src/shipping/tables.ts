import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, currencyCode, minorUnits, moment, primaryId } from '../core/columns.ts'

/** A way to send parcels; rows without a seller serve every seller who has none of its own. */
export const shippingServices = pgTable(
  'shipping_services',
  {
    id: primaryId(),
    sellerId: uuid(),
    code: text().notNull(),
    carrier: text().notNull(),
    name: text().notNull(),
    /** Where parcels start; null where the service collects anywhere. */
    shipFrom: text(),
    handlingDays: integer().notNull(),
    isTracked: boolean().notNull(),
    incoterm: text({ enum: ['DDP', 'DAP'] }).notNull(),
    /** Kinds of restricted goods the service takes; "*" takes all. */
    acceptedRestrictions: text().array().notNull(),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    unique('shipping_services_code').on(table.sellerId, table.code).nullsNotDistinct(),
    check('shipping_services_handling', sql`${table.handlingDays} between 0 and 60`),
  ],
)

/** What a service costs and how long it takes to the countries named ("*" is the rest of the world). */
export const shippingRates = pgTable(
  'shipping_rates',
  {
    id: primaryId(),
    serviceId: uuid()
      .notNull()
      .references(() => shippingServices.id, { onDelete: 'cascade' }),
    countries: text().array().notNull(),
    currency: currencyCode().notNull(),
    baseMinor: minorUnits().notNull(),
    perKgMinor: minorUnits().notNull(),
    /** Cubic centimetres that weigh as one kilogram; null where only weight counts. */
    volumetricDivisor: integer(),
    maxWeightGrams: integer(),
    /** Goods worth this much or more, in the rate's currency, travel free. */
    freeOverMinor: minorUnits(),
    minDays: integer().notNull(),
    maxDays: integer().notNull(),
  },
  (table) => [
    index('shipping_rates_service').on(table.serviceId),
    check('shipping_rates_days', sql`${table.minDays} between 0 and ${table.maxDays}`),
    check('shipping_rates_price', sql`${table.baseMinor} >= 0 and ${table.perKgMinor} >= 0`),
  ],
)

/** Units of `quote` for one unit of `base`, as published for a day. */
export const exchangeRates = pgTable(
  'exchange_rates',
  {
    base: currencyCode().notNull(),
    quote: currencyCode().notNull(),
    date: date({ mode: 'string' }).notNull(),
    rate: numeric({ precision: 30, scale: 12 }).notNull(),
    source: text().notNull(),
    importedAt: createdAt(),
  },
  (table) => [
    // "The latest of each currency up to a day" walks this index backwards.
    primaryKey({ columns: [table.base, table.quote, table.date] }),
    check('exchange_rates_positive', sql`${table.rate} > 0`),
  ],
)

/** A dated rule of duty or tax on imports; ids are stable names so that a correction replaces its rule. */
export const dutyRules = pgTable(
  'duty_rules',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['duty', 'tax'] }).notNull(),
    label: text().notNull(),
    /** ISO 3166-1 codes; "*" is any. */
    destinations: text().array().notNull(),
    /** Dispatch countries the rule covers; "*" is any. */
    shipsFrom: text().array().notNull(),
    /** Dispatch countries inside the same customs territory, which owe nothing. */
    shipsFromExcept: text().array().notNull(),
    /** Leading digits of the HS code; empty covers all goods. */
    hsPrefix: text().notNull(),
    /** Band of the parcel's value in `currency`: from exclusive, to inclusive; null is open. */
    valueOverMinor: minorUnits(),
    valueUpToMinor: minorUnits(),
    currency: currencyCode().notNull(),
    basisPoints: integer().notNull(),
    /** A fixed sum for each distinct six-digit tariff heading in the parcel. */
    perHeadingMinor: minorUnits().notNull(),
    /** What the percentage is taken of. */
    base: text({ enum: ['goods', 'goodsAndShipping', 'goodsShippingAndDuty'] }).notNull(),
    /** Parcels up to this value pay at checkout, others at the door; null is always, 0 never. */
    checkoutUpToMinor: minorUnits(),
    isEstimate: boolean().notNull(),
    validFrom: date({ mode: 'string' }).notNull(),
    /** The first day it no longer holds. */
    validUntil: date({ mode: 'string' }),
    source: text().notNull(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [check('duty_rules_rate', sql`${table.basisPoints} between 0 and 100000`)],
)

/** Goods that a destination forbids from a day on. */
export const restrictionRules = pgTable('restriction_rules', {
  id: text().primaryKey(),
  /** The product's restriction ("battery"); "*" forbids every parcel. */
  restriction: text().notNull(),
  destinations: text().array().notNull(),
  reason: text().notNull(),
  validFrom: date({ mode: 'string' }).notNull(),
  validUntil: date({ mode: 'string' }),
  source: text().notNull(),
  updatedAt: moment().notNull().defaultNow(),
})

/** Parcels still waiting and parcels done by age in days, decayed; see life-table.ts. */
export const deliveryLifeTables = pgTable(
  'delivery_life_tables',
  {
    kind: text({ enum: ['handling', 'transit'] }).notNull(),
    key: text().notNull(),
    atRisk: real().array().notNull(),
    done: real().array().notNull(),
    updatedAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
)

/** One row per policy; a change mints a new version in its transaction, which retires every cache. */
export const policyVersions = pgTable('policy_versions', {
  name: text({
    enum: ['exchangeRates', 'dutyRules', 'restrictionRules', 'deliveryEstimates'],
  }).primaryKey(),
  version: uuid().notNull(),
  updatedAt: moment().notNull().defaultNow(),
})
