import { isCountry, parseLanguage } from './codes.ts'
import { type FeedDefaults, type FeedProduct, type FeedVariant, RowError } from './feed-product.ts'
import { attributeFields, optionFields, readFields, unusedFields } from './google-fields.ts'
import { parseGtin } from './gtin.ts'
import { htmlText } from './html-text.ts'
import { parseLength, parseWeight } from './measure.ts'
import { type Notices, unknownField, unusedField } from './notices.ts'
import { parsePrice } from './price.ts'

/** One item of a Google feed: every value of every field, in order, nested ones joined by colons. */
export interface GoogleItem {
  readonly line: number
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/** An item read: a product with one variant, and the group it belongs to, if any. */
export interface GoogleProduct {
  readonly line: number
  readonly groupId: string | null
  readonly product: FeedProduct
}

/** Reads one item of a Google Merchant feed. Throws RowError where it cannot be sold as stated. */
export function readGoogleItem(
  item: GoogleItem,
  defaults: FeedDefaults,
  notices: Notices,
): GoogleProduct {
  const reader = new ItemReader(item, notices)
  reader.noticeUnreadFields()
  const groupId = reader.text('item_group_id')
  const gtins = reader.gtins()
  const variant = readVariant(reader, defaults, gtins[0] ?? null, groupId !== null)
  const category = reader.category()
  const product: FeedProduct = {
    externalId: groupId ?? variant.sku,
    title: reader.required('title'),
    description: htmlText(reader.text('description') ?? ''),
    brand: reader.text('brand'),
    mpn: reader.text('mpn'),
    gtins,
    categoryPath: category.path,
    googleCategoryId: category.googleId,
    language: parseLanguage(reader.text('content_language')) ?? defaults.language,
    texts: [],
    attributes: reader.attributes(groupId !== null),
    images: reader.images(),
    status: reader.isExpired(defaults.now) ? 'retired' : 'active',
    condition: reader.condition(),
    hsCode: reader.text('hs_code'),
    originCountry: reader.country('country_of_origin'),
    shipsFrom: reader.country('ships_from_country'),
    restrictions: [],
    variants: [variant],
  }
  return { line: item.line, groupId, product }
}

function readVariant(
  reader: ItemReader,
  defaults: FeedDefaults,
  gtin: string | null,
  isGrouped: boolean,
): FeedVariant {
  const { price, compareAtPriceMinor } = reader.prices(defaults)
  return {
    sku: reader.required('id'),
    gtin,
    mpn: reader.text('mpn'),
    options: isGrouped ? reader.options() : [],
    price,
    compareAtPriceMinor,
    stock: reader.stock(defaults),
    weightGrams: reader.measure('shipping_weight', parseWeight),
    lengthMm: reader.measure('shipping_length', parseLength),
    widthMm: reader.measure('shipping_width', parseLength),
    heightMm: reader.measure('shipping_height', parseLength),
  }
}

const conditions: Readonly<Record<string, FeedProduct['condition']>> = {
  new: 'new',
  neu: 'new',
  refurbished: 'refurbished',
  used: 'used',
  used_fair: 'used',
  used_good: 'used',
  used_like_new: 'used',
}

const stockOf: Readonly<Record<string, boolean>> = {
  in_stock: true,
  available_for_order: true,
  limited_availability: true,
  available: true,
  out_of_stock: false,
  preorder: false,
  backorder: false,
  pending: false,
  discontinued: false,
}

class ItemReader {
  readonly #item: GoogleItem
  readonly #notices: Notices

  constructor(item: GoogleItem, notices: Notices) {
    this.#item = item
    this.#notices = notices
  }

  text(name: string): string | null {
    return this.#item.fields.get(name)?.[0] ?? null
  }

  required(name: string): string {
    const value = this.text(name)
    if (value !== null) return value
    throw new RowError(name, {
      code: 'field_missing',
      reason: `The field "${name}" is empty or missing.`,
      fix: 'Fill it in: every product needs it.',
    })
  }

  noticeUnreadFields(): void {
    const { fields, line } = this.#item
    for (const name of fields.keys()) {
      if (readFields.has(name) || attributeFields.includes(name)) continue
      const why = unusedFields.get(name)
      this.#notices.warnOnce(line, name, why ? unusedField(name, why) : unknownField(name))
    }
  }

  gtins(): string[] {
    const values = this.#item.fields.get('gtin') ?? []
    const gtins: string[] = []
    for (const value of values) {
      const gtin = parseGtin(value)
      if (gtin) gtins.push(gtin)
      else {
        this.#warn('gtin', {
          code: 'gtin_invalid',
          reason: `"${value.slice(0, 40)}" is not a GTIN: its length or check digit is wrong.`,
          fix: 'Copy it again from the package, or leave it out; the product is imported without it.',
        })
      }
    }
    return gtins
  }

  prices(defaults: FeedDefaults): Pick<FeedVariant, 'price' | 'compareAtPriceMinor'> {
    const price = parsePrice(this.required('price'), 'price', null)
    const saleText = this.text('sale_price')
    if (saleText === null || !this.#isSaleOn(defaults.now))
      return { price, compareAtPriceMinor: null }
    const sale = parsePrice(saleText, 'sale_price', price.currency)
    if (sale.currency === price.currency && sale.amountMinor < price.amountMinor) {
      return { price: sale, compareAtPriceMinor: price.amountMinor }
    }
    this.#warn('sale_price', {
      code: 'sale_price_ignored',
      reason: `The sale price "${saleText}" is not below the price, or not in its currency.`,
      fix: 'State a lower sale price in the same currency, or leave it out.',
    })
    return { price, compareAtPriceMinor: null }
  }

  #isSaleOn(now: Date): boolean {
    const span = this.text('sale_price_effective_date')
    if (span === null) return true
    const [start, end] = span.split('/').map((moment) => Date.parse(moment.trim()))
    if (start === undefined || end === undefined || Number.isNaN(start) || Number.isNaN(end)) {
      this.#warn('sale_price_effective_date', {
        code: 'date_invalid',
        reason: `"${span.slice(0, 60)}" is not a span of two ISO 8601 moments, so the sale is ignored.`,
        fix: 'Write start and end like 2026-11-01T00:00+0100/2026-11-30T23:59+0100.',
      })
      return false
    }
    return start <= now.getTime() && now.getTime() < end
  }

  stock(defaults: FeedDefaults): number {
    const isInStock = this.#isInStock()
    const count =
      this.text('inventory') ??
      this.text('quantity_to_sell_on_facebook') ??
      this.text('quantity') ??
      this.text('stock')
    if (count !== null) {
      if (!/^\d{1,10}$/.test(count)) throw stockInvalid(count)
      return isInStock ? Number(count) : 0
    }
    if (!isInStock) return 0
    this.#notices.warnOnce(this.#item.line, 'availability', {
      code: 'stock_assumed',
      reason: `The feed says "in stock" without a number; ${defaults.assumedStock} units are assumed.`,
      fix: 'Add a field "quantity", or update the stock through the API.',
    })
    return defaults.assumedStock
  }

  #isInStock(): boolean {
    const value = this.required('availability')
    const isInStock = stockOf[value.toLowerCase().replace(/[\s-]+/g, '_')]
    if (isInStock !== undefined) return isInStock
    throw new RowError('availability', {
      code: 'availability_unknown',
      reason: `"${value.slice(0, 40)}" is not an availability.`,
      fix: 'Use in_stock, out_of_stock, preorder or backorder.',
    })
  }

  condition(): FeedProduct['condition'] {
    const value = this.text('condition')
    const condition = value === null ? 'new' : conditions[value.toLowerCase().replace(/\s+/g, '_')]
    if (condition) return condition
    throw new RowError('condition', {
      code: 'condition_unknown',
      reason: `"${value?.slice(0, 40)}" is not a condition.`,
      fix: 'Use new, refurbished or used.',
    })
  }

  category(): { path: string[]; googleId: number | null } {
    const google = this.text('google_product_category')
    if (google !== null && /^\d{1,9}$/.test(google)) {
      return { path: splitPath(this.text('product_type')), googleId: Number(google) }
    }
    return { path: splitPath(google ?? this.text('product_type')), googleId: null }
  }

  images(): FeedProduct['images'] {
    const { fields } = this.#item
    const urls = [
      ...(fields.get('image_link') ?? []),
      ...(fields.get('additional_image_link') ?? []),
    ]
    return [...new Set(urls.flatMap(splitUrls))].map((url) => ({ url, alt: null }))
  }

  options(): FeedVariant['options'] {
    return optionFields.flatMap((name) => {
      const value = this.text(name)
      return value === null ? [] : [{ name, value }]
    })
  }

  attributes(isGrouped: boolean): FeedProduct['attributes'] {
    const attributes: FeedProduct['attributes'] = []
    for (const name of attributeFields) {
      if (isGrouped && optionFields.includes(name)) continue
      for (const value of this.#item.fields.get(name) ?? []) attributes.push({ name, value })
    }
    for (const detail of this.#item.fields.get('product_detail') ?? []) {
      const [, name, ...value] = detail.split(':')
      if (name && value.length > 0) attributes.push({ name, value: value.join(':') })
    }
    return attributes
  }

  measure(name: string, parse: (text: string) => number | null): number | null {
    const value = this.text(name)
    if (value === null) return null
    const measure = parse(value)
    if (measure === null) {
      this.#warn(name, {
        code: 'measure_invalid',
        reason: `"${value.slice(0, 40)}" is not a number with a unit.`,
        fix: 'Write it like 1.2 kg or 20 cm; the product is imported without it.',
      })
    }
    return measure
  }

  country(name: string): string | null {
    const value = this.text(name)?.toUpperCase() ?? null
    if (value === null || isCountry(value)) return value
    this.#warn(name, {
      code: 'country_unknown',
      reason: `"${value.slice(0, 40)}" is not a country.`,
      fix: 'Use the two-letter code of ISO 3166-1, such as DE.',
    })
    return null
  }

  isExpired(now: Date): boolean {
    const value = this.text('expiration_date')
    return value !== null && Date.parse(value) < now.getTime()
  }

  #warn(column: string, problem: { code: string; reason: string; fix: string }): void {
    this.#notices.warn(this.#item.line, column, this.text('id'), problem)
  }
}

function stockInvalid(count: string): RowError {
  return new RowError('quantity', {
    code: 'stock_invalid',
    reason: `"${count.slice(0, 40)}" is not a number of units.`,
    fix: 'Write a whole number of zero or more.',
  })
}

/** The names of "A > B > C", trimmed; empty for null. */
export function splitPath(path: string | null): string[] {
  if (path === null) return []
  return path
    .split('>')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** The tab-separated format puts several addresses into one field with commas between them. */
function splitUrls(value: string): string[] {
  return value
    .split(/,\s*(?=https?:)/i)
    .map((url) => url.trim())
    .filter((url) => url !== '')
}
