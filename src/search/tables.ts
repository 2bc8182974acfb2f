import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  pgTable,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { countryCode, currencyCode, minorUnits, moment } from '../core/columns.ts'

const termVector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * One row a product on sale: what finds it and what narrows, sorts and counts it, so that a search
 * reads no other table. Written in the transaction that changes the product.
 */
export const searchDocuments = pgTable(
  'search_documents',
  {
    productId: uuid().primaryKey(),
    sellerId: uuid().notNull(),
    /** Analysed terms; weight A heads the title, B narrows it or is brand or model, C describes, D is an attribute. */
    terms: termVector().notNull(),
    /** Article numbers as letters and digits: what a mistyped one is compared with. */
    codes: text().array().notNull(),
    /** What a score is multiplied by for the length of the title. */
    boost: real().notNull(),
    /** What it is multiplied by for the seller, as `searchSellers` has it. */
    sellerWeight: real().notNull(),
    /** Where the seller is, as `searchSellers` has it. */
    sellerCountry: countryCode(),
    brand: text(),
    brandKey: text(),
    /** From the root to the product's own category. */
    categoryIds: uuid().array().notNull(),
    /** The lowest price of its variants on sale. */
    priceMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    isInStock: boolean().notNull(),
    /** Where the product is sent from, unless that is where its seller is. */
    shipsFrom: countryCode(),
    condition: text().notNull(),
    restrictions: text().array().notNull(),
    weightGrams: integer(),
    volumeMm3: doublePrecision(),
    ratingAverage: real(),
    ratingCount: integer().notNull(),
    soldCount: integer().notNull(),
    createdAt: moment().notNull(),
  },
  (table) => [
    // Every search. Writes go to its pending list, which a job empties soon: ten times cheaper.
    index('search_documents_terms').using('gin', table.terms),
    index('search_documents_seller').on(table.sellerId),
    // Completing brands.
    index('search_documents_brand').on(table.brandKey.op('text_pattern_ops')),
    // Browsing without words. None on price or stock, so that stating them moves no index entry.
    index('search_documents_newest').on(table.createdAt.desc().nullsFirst(), table.productId),
    index('search_documents_sold').on(table.soldCount.desc().nullsFirst(), table.productId),
  ],
)

/** What the documents of a seller hold of it: how much they weigh by its reliability, and its country. */
export const searchSellers = pgTable('search_sellers', {
  sellerId: uuid().primaryKey(),
  weight: real().notNull().default(1),
  country: countryCode(),
})

/**
 * Typed attributes for facets and filters, apart so that the row that is scored stays small. Written and
 * taken away with the document by the same statements, which a foreign key would slow by a third.
 */
export const searchAttributes = pgTable('search_attributes', {
  productId: uuid().primaryKey(),
  /** `name` + tab + type (t, n, b) + tab + value [+ tab + unit], folded names. */
  entries: text().array().notNull(),
})

/**
 * How many products each word is in, as additions: every batch of documents appends its own row, so
 * that no two writers meet; a job folds rows together.
 */
export const searchWords = pgTable('search_words', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  language: text().notNull(),
  /** Set on a folded row: the last of the rows it stands for. */
  foldsUpTo: bigint({ mode: 'number' }),
  documents: integer().notNull(),
  words: text().array().notNull(),
  counts: integer().array().notNull(),
  writtenAt: moment().notNull().default(sql`now()`),
})
