import { isCurrency } from '../../core/currency.ts'
import type { Money } from '../../core/money.ts'
import { bounds } from './check-product.ts'
import type { FeedDefaults, FeedProduct, FeedVariant } from './feed-product.ts'
import { splitPath } from './google-item.ts'
import { parseGtin } from './gtin.ts'
import { isObject, JsonReader } from './json-reader.ts'
import { type Notices, unknownField } from './notices.ts'
import { maxPriceMinor } from './price.ts'

const maxMeasure = 1_000_000_000

/** Reads one product of our own JSON Lines format. Throws RowError on the first field that is wrong. */
export function readJsonProduct(
  object: Readonly<Record<string, unknown>>,
  line: number,
  defaults: FeedDefaults,
  notices: Notices,
): FeedProduct {
  const reader = new JsonReader(object)
  const externalId = reader.text('id') ?? reader.requiredText('externalId')
  const notice: Notice = { line, externalId, notices, defaults }
  const gtins = readGtins(reader, 'gtins', notice)
  const product: FeedProduct = {
    externalId,
    title: reader.requiredText('title'),
    description: reader.text('description') ?? '',
    brand: reader.text('brand'),
    mpn: reader.text('mpn'),
    gtins,
    categoryPath: readCategoryPath(reader),
    googleCategoryId: reader.count('googleCategoryId', maxMeasure),
    language: reader.language('language') ?? defaults.language,
    texts: readTexts(reader, notice),
    attributes: readAttributes(reader),
    images: readImages(reader),
    status: reader.word('status', ['active', 'retired'], 'active'),
    condition: reader.word('condition', ['new', 'refurbished', 'used'], 'new'),
    hsCode: reader.text('hsCode'),
    originCountry: reader.country('originCountry'),
    shipsFrom: reader.country('shipsFrom'),
    restrictions: reader.texts('restrictions'),
    variants: readVariants(reader, gtins, notice),
  }
  noticeUnread(reader, '', notice)
  addVariantGtins(product)
  return product
}

interface Notice {
  readonly line: number
  readonly externalId: string
  readonly notices: Notices
  readonly defaults: FeedDefaults
}

/** A product without variants states price and stock itself and is its own single variant. */
function readVariants(reader: JsonReader, gtins: readonly string[], notice: Notice): FeedVariant[] {
  const list = reader.list('variants')
  if (list.length === 0) return [readVariant(reader, notice.externalId, gtins[0] ?? null, notice)]
  return list.map((value, index) => {
    const path = `/variants/${index}`
    if (!isObject(value)) throw reader.wrongType(`variants/${index}`, 'an object')
    const variant = new JsonReader(value, path)
    const ownGtin = list.length === 1 ? (gtins[0] ?? null) : null
    const sku = list.length === 1 ? notice.externalId : `${notice.externalId}/${index + 1}`
    const read = readVariant(variant, sku, ownGtin, notice)
    if (variant.value('mpn') !== null) read.mpn = variant.text('mpn')
    noticeUnread(variant, 'variants/', notice)
    return read
  })
}

function readVariant(
  reader: JsonReader,
  fallbackSku: string,
  fallbackGtin: string | null,
  notice: Notice,
): FeedVariant {
  const price = readMoney(reader, 'price')
  if (price === null) {
    throw reader.problem('price', {
      code: 'field_missing',
      reason: 'There is no price.',
      fix: 'State price as { "amountMinor": 1234, "currency": "USD" }.',
    })
  }
  return {
    sku: readSku(reader, fallbackSku, notice),
    gtin: readGtins(reader, 'gtin', notice)[0] ?? fallbackGtin,
    mpn: null,
    options: readPairs(reader, 'options').map(({ name, value }) => ({
      name,
      value: String(value),
    })),
    price,
    compareAtPriceMinor: readCompareAt(reader, price, notice),
    stock: readStock(reader, notice),
    weightGrams: reader.count('weightGrams', maxMeasure),
    lengthMm: reader.count('lengthMm', maxMeasure),
    widthMm: reader.count('widthMm', maxMeasure),
    heightMm: reader.count('heightMm', maxMeasure),
  }
}

function readSku(reader: JsonReader, fallback: string, notice: Notice): string {
  const sku = reader.text('sku')
  if (sku !== null) return sku
  notice.notices.warnOnce(notice.line, 'sku', {
    code: 'sku_derived',
    reason: 'Variants without a SKU are known by the id of the product and their position.',
    fix: 'Give every variant a SKU of its own.',
  })
  return fallback
}

function readStock(reader: JsonReader, notice: Notice): number {
  const stock = reader.count('stock', bounds.stock)
  if (stock !== null) return stock
  const { assumedStock } = notice.defaults
  notice.notices.warnOnce(notice.line, 'stock', {
    code: 'stock_assumed',
    reason: `Variants without stock are taken to have ${assumedStock} units.`,
    fix: 'State "stock", or update it through the API.',
  })
  return assumedStock
}

function readMoney(reader: JsonReader, name: string): Money | null {
  const value = reader.value(name)
  if (value === null) return null
  if (!isObject(value)) throw reader.wrongType(name, 'an object with amountMinor and currency')
  const money = new JsonReader(value, reader.at(name))
  const amountMinor = money.count('amountMinor', maxPriceMinor)
  const currency = money.text('currency')
  if (amountMinor === null) throw money.wrongType('amountMinor', 'a whole number of minor units')
  if (currency === null || !isCurrency(currency)) {
    throw money.problem('currency', {
      code: 'unknown_currency',
      reason: `"${currency?.slice(0, 20) ?? ''}" is not an ISO 4217 currency.`,
      fix: 'Use the three-letter code, such as USD, EUR or JPY.',
    })
  }
  return { amountMinor, currency }
}

function readCompareAt(reader: JsonReader, price: Money, notice: Notice): number | null {
  const before = readMoney(reader, 'compareAtPrice')
  if (before === null) return null
  if (before.currency === price.currency && before.amountMinor > price.amountMinor) {
    return before.amountMinor
  }
  notice.notices.warn(notice.line, reader.at('compareAtPrice'), notice.externalId, {
    code: 'compare_at_price_ignored',
    reason: 'The compare-at price is not above the price, or not in its currency.',
    fix: 'State the price before the reduction in the same currency, or leave it out.',
  })
  return null
}

function readGtins(reader: JsonReader, name: string, notice: Notice): string[] {
  const gtins = new Set<string>()
  for (const text of reader.texts(name)) {
    if (text === '') continue
    const gtin = parseGtin(text)
    if (gtin) gtins.add(gtin)
    else {
      notice.notices.warn(notice.line, reader.at(name), notice.externalId, {
        code: 'gtin_invalid',
        reason: `"${text.slice(0, 40)}" is not a GTIN: its length or check digit is wrong.`,
        fix: 'Copy it again from the package, or leave it out; the product is imported without it.',
      })
    }
  }
  return [...gtins]
}

function readCategoryPath(reader: JsonReader): string[] {
  const value = reader.value('categoryPath')
  if (typeof value === 'string') return splitPath(value)
  return reader.texts('categoryPath').filter((name) => name !== '')
}

/** Attributes and options come as an object or as a list of { name, value, unit }. */
function readPairs(reader: JsonReader, name: string): FeedProduct['attributes'] {
  const value = reader.value(name)
  const pairs: FeedProduct['attributes'] = []
  const add = (key: string, content: unknown, unit: string | null) => {
    for (const item of Array.isArray(content) ? content : [content]) {
      if (item === null || item === undefined || item === '') continue
      if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
        throw reader.wrongType(`${name}/${key}`, 'a text, a number or a boolean')
      }
      pairs.push({ name: key.trim(), value: item, ...(unit === null ? {} : { unit }) })
    }
  }
  if (isObject(value)) {
    for (const key of Object.keys(value)) add(key, value[key], null)
    return pairs
  }
  reader.list(name).forEach((entry, index) => {
    if (!isObject(entry)) throw reader.wrongType(`${name}/${index}`, 'an object')
    const pair = new JsonReader(entry, reader.at(`${name}/${index}`))
    add(pair.requiredText('name'), entry.value, pair.text('unit'))
  })
  return pairs
}

function readAttributes(reader: JsonReader): FeedProduct['attributes'] {
  return readPairs(reader, 'attributes')
}

function readImages(reader: JsonReader): FeedProduct['images'] {
  const images = new Map<string, string | null>()
  reader.list('images').forEach((entry, index) => {
    if (typeof entry === 'string') {
      if (entry.trim() !== '') images.set(entry.trim(), null)
    } else if (isObject(entry)) {
      const image = new JsonReader(entry, reader.at(`images/${index}`))
      images.set(image.requiredText('url'), image.text('alt'))
    } else throw reader.wrongType(`images/${index}`, 'an address or an object with url and alt')
  })
  return [...images].map(([url, alt]) => ({ url, alt }))
}

/** Texts in further languages come as an object by language or as a list with `language`. */
function readTexts(reader: JsonReader, notice: Notice): FeedProduct['texts'] {
  const value = reader.value('texts')
  const entries = isObject(value)
    ? Object.entries(value).map(([language, text]) => ({ at: language, text, language }))
    : reader.list('texts').map((text, index) => ({ at: String(index), text, language: null }))
  return entries.map(({ at, text, language }) => {
    if (!isObject(text)) throw reader.wrongType(`texts/${at}`, 'an object')
    const entry = new JsonReader(
      language === null ? text : { ...text, language },
      reader.at(`texts/${at}`),
    )
    const read = {
      language: entry.language('language'),
      title: entry.requiredText('title'),
      description: entry.text('description') ?? '',
    }
    if (read.language === null) throw entry.wrongType('language', 'a language tag such as de')
    noticeUnread(entry, 'texts/', notice)
    return { ...read, language: read.language }
  })
}

function addVariantGtins(product: FeedProduct): void {
  for (const { gtin } of product.variants) {
    if (gtin !== null && !product.gtins.includes(gtin)) product.gtins.push(gtin)
  }
}

function noticeUnread(reader: JsonReader, prefix: string, notice: Notice): void {
  for (const name of reader.unread()) {
    notice.notices.warnOnce(
      notice.line,
      `${prefix}${name}`.slice(0, 100),
      unknownField(`${prefix}${name}`.slice(0, 100)),
    )
  }
}
