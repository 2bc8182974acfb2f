import { type FeedDefaults, type FeedProduct, type FeedVariant, RowError } from './feed-product.ts'
import { splitPath } from './google-item.ts'
import { parseGtin } from './gtin.ts'
import { htmlText } from './html-text.ts'
import type { Notices } from './notices.ts'
import { parsePrice } from './price.ts'
import { metafieldName } from './shopify-columns.ts'

/** One row of the export by column name, empty fields left out. */
export interface ShopifyRow {
  readonly line: number
  readonly handle: string
  readonly fields: ReadonlyMap<string, string>
}

/** The product of the rows of one handle, without its variants. Throws RowError where it has no title. */
export function readShopifyProduct(
  rows: readonly ShopifyRow[],
  defaults: FeedDefaults,
  notices: Notices,
): FeedProduct {
  const { fields, handle } = rows.find((row) => row.fields.has('title')) ?? rows[0]!
  const category = readCategory(fields)
  return {
    externalId: handle,
    title: fields.get('title') ?? '',
    description: htmlText(fields.get('body (html)') ?? ''),
    brand: fields.get('vendor') ?? null,
    mpn: fields.get('google shopping / mpn') ?? null,
    gtins: [],
    categoryPath: category.path,
    googleCategoryId: category.googleId,
    language: defaults.language,
    texts: [],
    attributes: readAttributes(fields),
    images: readImages(rows, notices),
    status: isForSale(fields) ? 'active' : 'retired',
    condition: readCondition(fields.get('google shopping / condition')),
    hsCode: null,
    originCountry: null,
    shipsFrom: null,
    restrictions: [],
    variants: [],
  }
}

/** The variant of a row, or null where the row only carries an image. Throws RowError on a bad field. */
export function readShopifyVariant(
  row: ShopifyRow,
  rows: readonly ShopifyRow[],
  defaults: FeedDefaults,
  notices: Notices,
): FeedVariant | null {
  const { fields } = row
  const price = fields.get('variant price')
  if (price === undefined && !fields.has('option1 value') && !fields.has('variant sku')) return null
  if (price === undefined) throw priceMissing()
  const options = readOptions(row, rows)
  const amount = parsePrice(price, 'variant price', defaults.currency)
  return {
    sku: readSku(row, options, notices),
    gtin: readGtin(row, notices),
    mpn: null,
    options,
    price: amount,
    compareAtPriceMinor: readCompareAt(row, amount, notices),
    stock: readStock(row, defaults, notices),
    weightGrams: readGrams(fields.get('variant grams')),
    lengthMm: null,
    widthMm: null,
    heightMm: null,
  }
}

function isForSale(fields: ReadonlyMap<string, string>): boolean {
  const status = fields.get('status')?.toLowerCase() ?? 'active'
  const published = fields.get('published')?.toLowerCase() ?? 'true'
  return status === 'active' && published !== 'false'
}

function readCategory(fields: ReadonlyMap<string, string>) {
  const google = fields.get('google product category')
  const names = fields.get('product category') ?? google ?? fields.get('type') ?? null
  if (names !== null && /^\d{1,9}$/.test(names)) {
    return { path: splitPath(fields.get('type') ?? null), googleId: Number(names) }
  }
  return { path: splitPath(names), googleId: null }
}

function readCondition(text: string | undefined): FeedProduct['condition'] {
  const condition = text?.toLowerCase()
  return condition === 'used' || condition === 'refurbished' ? condition : 'new'
}

function readAttributes(fields: ReadonlyMap<string, string>): FeedProduct['attributes'] {
  const attributes: FeedProduct['attributes'] = []
  for (const name of ['gender', 'age group']) {
    const value = fields.get(`google shopping / ${name}`)
    if (value !== undefined) attributes.push({ name: name.replace(' ', '_'), value })
  }
  for (const [column, value] of fields) {
    const name = metafieldName(column)
    if (name) attributes.push({ name, value })
  }
  for (const tag of new Set((fields.get('tags') ?? '').split(',').map((text) => text.trim()))) {
    if (tag !== '') attributes.push({ name: 'tag', value: tag })
  }
  return attributes
}

function readImages(rows: readonly ShopifyRow[], notices: Notices): FeedProduct['images'] {
  const images = new Map<string, { alt: string | null; position: number }>()
  for (const { fields, line, handle } of rows) {
    const url = fields.get('image src')
    const positionText = fields.get('image position')
    const position = Number(positionText ?? images.size + 1)
    if (Number.isNaN(position)) {
      notices.warn(line, 'image position', handle, {
        code: 'position_invalid',
        reason: `"${positionText?.slice(0, 20)}" is not a position.`,
        fix: 'Write a whole number; the image is put at the end.',
      })
    }
    if (url !== undefined && !images.has(url)) {
      const alt = fields.get('image alt text') ?? null
      images.set(url, { alt, position: Number.isNaN(position) ? Number.MAX_VALUE : position })
    }
  }
  for (const { fields } of rows) {
    const url = fields.get('variant image')
    if (url !== undefined && !images.has(url)) {
      images.set(url, { alt: null, position: Number.MAX_VALUE })
    }
  }
  return [...images]
    .sort(([, a], [, b]) => a.position - b.position)
    .map(([url, { alt }]) => ({ url, alt }))
}

/** Option names stand on the first row of a product only; "Title: Default Title" means no options. */
function readOptions(row: ShopifyRow, rows: readonly ShopifyRow[]): FeedVariant['options'] {
  const options: FeedVariant['options'] = []
  for (const n of [1, 2, 3]) {
    const value = row.fields.get(`option${n} value`)
    const column = `option${n} name`
    const name =
      row.fields.get(column) ?? rows.find(({ fields }) => fields.has(column))?.fields.get(column)
    if (value === undefined || (name === 'Title' && value === 'Default Title')) continue
    options.push({ name: name ?? `Option ${n}`, value })
  }
  return options
}

/** Spreadsheets guard leading zeros with an apostrophe, which is no part of the code. */
function readSku(row: ShopifyRow, options: FeedVariant['options'], notices: Notices): string {
  const sku = row.fields.get('variant sku')?.replace(/^'/, '')
  if (sku) return sku
  notices.warnOnce(row.line, 'variant sku', {
    code: 'sku_derived',
    reason: 'Variants without a SKU are known by their handle and options.',
    fix: 'Give every variant a SKU of its own, so that renaming an option keeps its identity.',
  })
  return [row.handle, ...options.map(({ value }) => value)].join('/')
}

function readGtin({ fields, line, handle }: ShopifyRow, notices: Notices): string | null {
  const barcode = fields.get('variant barcode')
  if (barcode === undefined) return null
  const gtin = parseGtin(barcode)
  if (gtin === null) {
    notices.warn(line, 'variant barcode', handle, {
      code: 'gtin_invalid',
      reason: `"${barcode.slice(0, 40)}" is not a GTIN: its length or check digit is wrong.`,
      fix: 'Copy it again from the package, or leave it out; the variant is imported without it.',
    })
  }
  return gtin
}

function readCompareAt(
  { fields, line, handle }: ShopifyRow,
  price: FeedVariant['price'],
  notices: Notices,
): number | null {
  const text = fields.get('variant compare at price')
  if (text === undefined) return null
  const { amountMinor } = parsePrice(text, 'variant compare at price', price.currency)
  if (amountMinor > price.amountMinor) return amountMinor
  if (amountMinor > 0 && amountMinor !== price.amountMinor) {
    notices.warn(line, 'variant compare at price', handle, {
      code: 'compare_at_price_ignored',
      reason: `The compare-at price ${text} is not above the price.`,
      fix: 'State the price before the reduction, or leave it out.',
    })
  }
  return null
}

function readStock({ fields, line }: ShopifyRow, defaults: FeedDefaults, notices: Notices): number {
  const quantity = fields.get('variant inventory qty')
  if (quantity === undefined) {
    notices.warnOnce(line, 'variant inventory qty', {
      code: 'stock_assumed',
      reason: `Variants without a quantity are taken to have ${defaults.assumedStock} units.`,
      fix: 'Export the inventory quantity, or update the stock through the API.',
    })
    return defaults.assumedStock
  }
  if (!/^-?\d{1,10}(\.0+)?$/.test(quantity)) throw stockInvalid(quantity)
  return Math.max(0, Number(quantity))
}

function readGrams(text: string | undefined): number | null {
  if (text === undefined) return null
  const grams = Math.round(Number(text))
  if (Number.isNaN(grams) || grams < 0 || grams > 1_000_000_000) {
    throw new RowError('variant grams', {
      code: 'measure_invalid',
      reason: `"${text.slice(0, 40)}" is not a weight in grams.`,
      fix: 'Write a number of zero or more.',
    })
  }
  return grams === 0 ? null : grams
}

function priceMissing(): RowError {
  return new RowError('variant price', {
    code: 'field_missing',
    reason: 'The variant has no price.',
    fix: 'Fill in Variant Price.',
  })
}

function stockInvalid(quantity: string): RowError {
  return new RowError('variant inventory qty', {
    code: 'stock_invalid',
    reason: `"${quantity.slice(0, 40)}" is not a number of units.`,
    fix: 'Write a whole number.',
  })
}
