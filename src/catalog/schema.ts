import Type from 'typebox'
import {
  AmountMinor,
  Country,
  Currency,
  Enum,
  Id,
  Language,
  Money,
  Nullable,
  Timestamp,
} from '../core/schema.ts'
import { feedFormats } from './feeds/feed-product.ts'

export const Attribute = Type.Object(
  {
    name: Type.String(),
    value: Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
      description: 'A text, a number or a truth value.',
    }),
    unit: Type.Optional(Type.String({ description: 'Unit of a number, such as g or mm.' })),
  },
  { $id: 'Attribute', additionalProperties: false, description: 'A property of a product.' },
)

export const Image = Type.Object(
  {
    url: Type.String({ description: 'Address of the picture.' }),
    alt: Nullable(Type.String({ description: 'What it shows, in words.' })),
  },
  { $id: 'Image', additionalProperties: false, description: 'A picture of a product.' },
)

export const Option = Type.Object(
  { name: Type.String(), value: Type.String() },
  {
    $id: 'Option',
    additionalProperties: false,
    description: 'What tells a variant from the others, such as Size: M.',
    examples: [{ name: 'Size', value: 'M' }],
  },
)

export const CatalogStatus = Enum(['active', 'retired'], {
  $id: 'CatalogStatus',
  description: 'Retired things can be looked up and not ordered.',
})

export const Condition = Enum(['new', 'refurbished', 'used'], {
  $id: 'Condition',
  description: 'State of the goods.',
})

const Millimetres = Nullable(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }))
const Count = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const Variant = Type.Object(
  {
    id: Id('variant'),
    productId: Id('product'),
    sku: Type.String({ description: 'The seller’s own number; unique within the seller.' }),
    gtin: Nullable(Type.String({ description: 'EAN, UPC or other GTIN.' })),
    mpn: Nullable(Type.String({ description: 'The maker’s part number.' })),
    options: Type.Array(Option),
    price: Money,
    compareAtPrice: Nullable(Money),
    priceObservedAt: { ...Timestamp, description: 'When the seller last stated the price.' },
    stock: { ...Count, description: 'Units that can be ordered now.' },
    stockObservedAt: Nullable({ ...Timestamp, description: 'When the stock last changed.' }),
    weightGrams: Nullable(Count),
    lengthMm: Millimetres,
    widthMm: Millimetres,
    heightMm: Millimetres,
    status: CatalogStatus,
  },
  {
    $id: 'Variant',
    additionalProperties: false,
    description: 'What is ordered: one combination of options with its own price and stock.',
  },
)
export type Variant = Type.Static<typeof Variant>

export const Product = Type.Object(
  {
    id: Id('product'),
    externalId: Type.String({ description: 'The seller’s own id of it.' }),
    sellerId: Id('seller'),
    title: Type.String(),
    description: Type.String(),
    language: { ...Language, description: 'Language of title and description.' },
    brand: Nullable(Type.String()),
    mpn: Nullable(Type.String({ description: 'The maker’s part number.' })),
    gtins: Type.Array(Type.String()),
    categoryId: Nullable(Id('category')),
    categoryPath: Type.Array(Type.String(), { description: 'Names from the root down.' }),
    attributes: Type.Array(Attribute),
    images: Type.Array(Image),
    status: CatalogStatus,
    isOnSale: Type.Boolean({
      description: 'Whether it can be ordered: it is active and its seller sells.',
    }),
    condition: Condition,
    hsCode: Nullable(Type.String({ description: 'Customs tariff number.' })),
    originCountry: Nullable({ ...Country, description: 'Where it was made.' }),
    shipsFrom: Nullable({ ...Country, description: 'Where it is sent from.' }),
    restrictions: Type.Array(
      Type.String({ description: 'Such as battery or liquid: some destinations forbid them.' }),
    ),
    rating: Nullable(
      Type.Object({ average: Type.Number(), count: Count }, { additionalProperties: false }),
    ),
    soldCount: Count,
    variants: Type.Array(Variant),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'Product',
    additionalProperties: false,
    description: 'A product as one seller offers it.',
  },
)
export type Product = Type.Static<typeof Product>

export const Category = Type.Object(
  {
    id: Id('category'),
    parentId: Nullable(Id('category')),
    name: Type.String(),
    path: Type.Array(Type.String(), { description: 'Names from the root to this category.' }),
    pathIds: Type.Array(Id('category'), { description: 'Ids from the root to this category.' }),
    depth: Type.Integer({ minimum: 1, maximum: 100, description: '1 for a root.' }),
    childCount: Count,
    googleCategoryId: Nullable(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'Its number in Google’s product taxonomy.',
      }),
    ),
  },
  { $id: 'Category', additionalProperties: false, description: 'A node of the category tree.' },
)
export type Category = Type.Static<typeof Category>

export const FeedFormatName = Enum(feedFormats, {
  $id: 'FeedFormat',
  description:
    'shopifyCsv: a Shopify product export. googleTsv, googleXml: a Google Merchant feed as a table, or as RSS 2.0 or Atom. jsonLines: our own format, one product a line.',
})

export const ImportStatus = Enum(['receiving', 'queued', 'running', 'completed', 'failed'], {
  $id: 'ImportStatus',
  description: 'A failed import keeps what it wrote before it failed.',
})

export const Import = Type.Object(
  {
    id: Id('import'),
    sellerId: Id('seller'),
    status: ImportStatus,
    format: Nullable(FeedFormatName),
    fileName: Nullable(Type.String()),
    isFull: Type.Boolean({ description: 'Whether products missing from the file are retired.' }),
    currency: { ...Currency, description: 'Of prices that carry none.' },
    language: { ...Language, description: 'Of texts that carry none.' },
    progress: Nullable(
      Type.Number({ minimum: 0, maximum: 1, description: 'Share of the file that was read.' }),
    ),
    created: { ...Count, description: 'Products that are new.' },
    updated: { ...Count, description: 'Products that changed.' },
    unchanged: { ...Count, description: 'Products that were as the file says; not touched.' },
    failed: { ...Count, description: 'Rows that were not imported.' },
    retired: {
      ...Count,
      description: 'Products that the file no longer names, or whose last SKU it gives to another.',
    },
    errors: { ...Count, description: 'Problems that kept a row out.' },
    warnings: { ...Count, description: 'Problems that did not.' },
    failure: Nullable(
      Type.Object(
        { code: Type.String(), detail: Type.String() },
        { additionalProperties: false, description: 'Why the import as a whole failed.' },
      ),
    ),
    createdAt: Timestamp,
    startedAt: Nullable(Timestamp),
    finishedAt: Nullable(Timestamp),
  },
  { $id: 'Import', additionalProperties: false, description: 'One run of one feed.' },
)
export type Import = Type.Static<typeof Import>

export const ImportProblem = Type.Object(
  {
    position: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    severity: Enum(['error', 'warning'], {
      $id: 'ImportProblemSeverity',
      description: 'An error keeps the row out, a warning does not.',
    }),
    line: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Line of the file.' }),
    column: Nullable(
      Type.String({ description: 'Column, element or JSON Pointer, where one is to blame.' }),
    ),
    externalId: Nullable(Type.String({ description: 'The product, where it is known.' })),
    code: Type.String({ description: 'Stable name of the problem.' }),
    reason: Type.String({ description: 'What is wrong.' }),
    fix: Type.String({ description: 'What to do about it.' }),
  },
  {
    $id: 'ImportProblem',
    additionalProperties: false,
    description: 'What was wrong with a row of a feed, and how to mend it.',
  },
)

export const BulkItemStatus = Enum(['updated', 'unchanged', 'failed'], {
  $id: 'BulkItemStatus',
  description: 'What became of one item; the others are judged on their own.',
})

export const BulkItemResult = Type.Object(
  {
    sku: Type.String(),
    status: BulkItemStatus,
    variantId: Nullable(Id('variant')),
    problem: Nullable(
      Type.Object(
        { code: Type.String(), message: Type.String() },
        { additionalProperties: false, description: 'Why the item failed.' },
      ),
    ),
  },
  { $id: 'BulkItemResult', additionalProperties: false, description: 'Result of one item.' },
)

export const BulkResult = Type.Object(
  {
    updated: Count,
    unchanged: Count,
    failed: Count,
    items: Type.Array(BulkItemResult, { description: 'In the order of the request.' }),
  },
  { $id: 'BulkResult', additionalProperties: false, description: 'Results of a bulk update.' },
)

export const PriceMinor = { ...AmountMinor, minimum: 0, maximum: 1_000_000_000_000 }
