import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  countryCode,
  createdAt,
  currencyCode,
  minorUnits,
  modeColumn,
  moment,
  primaryId,
} from '../core/columns.ts'
import { sellers } from '../sellers/tables.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export interface AttributeValue {
  name: string
  value: string | number | boolean
  unit?: string
}

export interface ProductImage {
  url: string
  alt: string | null
}

export interface OptionValue {
  name: string
  value: string
}

/** One tree for all sellers; `path` holds the names and `ancestorIds` the ids from the root to the category itself. */
export const categories = pgTable(
  'categories',
  {
    id: primaryId(),
    parentId: uuid(),
    name: text().notNull(),
    path: text().array().notNull(),
    ancestorIds: uuid().array().notNull(),
    /** The path in lower case, joined: what two spellings of one category share. */
    pathKey: text().notNull().unique(),
    /** Number of the category in Google's product taxonomy, where it has one. */
    googleId: integer(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.parentId)],
)

/** A product as one seller offers it. */
export const products = pgTable(
  'products',
  {
    id: primaryId(),
    sellerId: uuid()
      .notNull()
      .references(() => sellers.id),
    externalId: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    brand: text(),
    mpn: text(),
    /** Every GTIN that names the product, also those of no variant. */
    gtins: text().array().notNull().default([]),
    categoryId: uuid().references(() => categories.id),
    language: text().notNull().default('en'),
    attributes: jsonb().$type<AttributeValue[]>().notNull().default([]),
    images: jsonb().$type<ProductImage[]>().notNull().default([]),
    status: text({ enum: ['active', 'retired'] })
      .notNull()
      .default('active'),
    condition: text({ enum: ['new', 'refurbished', 'used'] })
      .notNull()
      .default('new'),
    hsCode: text(),
    originCountry: countryCode(),
    shipsFrom: countryCode(),
    restrictions: text().array().notNull().default([]),
    ratingAverage: doublePrecision(),
    ratingCount: integer().notNull().default(0),
    soldCount: integer().notNull().default(0),
    version: integer().notNull().default(1),
    /** Digest of what the last import said; null after a change by other means, so that the next import speaks again. */
    contentHash: text(),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.sellerId, table.externalId),
    index().on(table.categoryId),
    // Few of many: listing them would read all of the seller's.
    index('products_retired').on(table.sellerId, table.externalId).where(sql`status = 'retired'`),
  ],
)

/** Title and description in further languages (BCP 47). */
export const productTexts = pgTable(
  'product_texts',
  {
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    language: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.productId, table.language] })],
)

/**
 * What a search shows of a product on sale, made when the product is written, so that a page of hits asks
 * no five tables for each. What changes without the product is read when the card is shown.
 */
export const productCards = pgTable('product_cards', {
  productId: uuid().primaryKey(),
  sellerId: uuid().notNull(),
  /** The lowest price of its variants on sale. */
  priceMinor: minorUnits().notNull(),
  currency: currencyCode().notNull(),
  shipsFrom: countryCode(),
  /** Follows the search document's. */
  sellerCountry: countryCode(),
  soldCount: integer().notNull(),
  /** Of title and description in the card. */
  language: text().notNull(),
  /** In the order of the card. */
  variantIds: uuid().array().notNull(),
  /** Its JSON in parts, as `stored-card.ts` has it. */
  card: text().notNull(),
})

/** What is ordered: one combination of options with its own SKU, price and stock. */
export const variants = pgTable(
  'variants',
  {
    id: primaryId(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    sellerId: uuid().notNull(),
    sku: text().notNull(),
    /** 8, 12, 13 or 14 digits as the seller wrote them; compare padded to 14. */
    gtin: text(),
    mpn: text(),
    options: jsonb().$type<OptionValue[]>().notNull().default([]),
    priceMinor: minorUnits().notNull(),
    compareAtPriceMinor: minorUnits(),
    currency: currencyCode().notNull(),
    weightGrams: integer(),
    lengthMm: integer(),
    widthMm: integer(),
    heightMm: integer(),
    position: integer().notNull().default(0),
    status: text({ enum: ['active', 'retired'] })
      .notNull()
      .default('active'),
    version: integer().notNull().default(1),
    /** When the price was last stated by the seller. */
    priceObservedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.sellerId, table.sku),
    index().on(table.productId),
    index('variants_gtin14').on(sql`lpad(${table.gtin}, 14, '0')`),
    check('variants_price_not_negative', sql`${table.priceMinor} >= 0`),
  ],
)

/** Units on hand; the only catalogue row that placing an order updates, so it is narrow and has room for hot updates. */
export const stockLevels = pgTable(
  'stock_levels',
  {
    variantId: uuid()
      .primaryKey()
      .references(() => variants.id, { onDelete: 'cascade' }),
    available: integer().notNull(),
    held: integer().notNull().default(0),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    check('stock_available_not_negative', sql`${table.available} >= 0`),
    check('stock_held_not_negative', sql`${table.held} >= 0`),
  ],
)

/** One run of one feed. */
export const imports = pgTable(
  'imports',
  {
    id: primaryId(),
    sellerId: uuid()
      .notNull()
      .references(() => sellers.id),
    status: text({ enum: ['receiving', 'queued', 'running', 'completed', 'failed'] }).notNull(),
    format: text(),
    fileName: text(),
    isFull: boolean().notNull().default(false),
    currency: currencyCode().notNull(),
    language: text().notNull(),
    bytesTotal: bigint({ mode: 'number' }),
    bytesRead: bigint({ mode: 'number' }).notNull().default(0),
    /** Numbers of the batches written: they are skipped when the file is read again after a crash. */
    batches: integer().array().notNull().default([]),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    retired: integer().notNull().default(0),
    errors: integer().notNull().default(0),
    warnings: integer().notNull().default(0),
    failureCode: text(),
    failureDetail: text(),
    /** A worker that dies leaves the import to the next one after this moment. */
    leaseUntil: moment(),
    createdAt: createdAt(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [index().on(table.sellerId, table.id), index().on(table.status)],
)

/** What was wrong with a row of a feed and how to mend it. */
export const importProblems = pgTable(
  'import_problems',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    severity: text({ enum: ['error', 'warning'] }).notNull(),
    line: integer().notNull(),
    column: text(),
    externalId: text(),
    code: text().notNull(),
    reason: text().notNull(),
    fix: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.position] })],
)

/** The uploaded file in gzip pieces, so that any node can work on it; emptied when the import ends. */
export const importChunks = pgTable(
  'import_chunks',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    bytes: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.position] })],
)

/** Units sold and kept by product and day: what is trending is read from the last of them. */
export const productSales = pgTable(
  'product_sales',
  {
    day: date({ mode: 'string' }).notNull(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    units: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.productId] })],
)

/** A search that its account wants to hear of when something new fits it. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: primaryId(),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    name: text().notNull(),
    /** The inputs of a search as the client gave them. */
    search: jsonb().$type<Record<string, unknown>>().notNull(),
    matchCount: integer().notNull().default(0),
    lastMatchAt: moment(),
    /** Products made after this moment may be new; a product is told of once. */
    checkedUntil: moment().notNull(),
    toldProductIds: uuid().array().notNull().default([]),
    nextCheckAt: moment().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('saved_searches_account').on(table.accountId, table.mode, table.id),
    index('saved_searches_due').on(table.nextCheckAt),
  ],
)
