import { type FeedProduct, RowError } from './feed-product.ts'

/** Bounds of what one product may hold; `column` names come from the vocabulary of the catalogue. */
export const bounds = {
  externalId: 200,
  title: 500,
  description: 50_000,
  brand: 200,
  mpn: 500,
  sku: 200,
  url: 2048,
  attributeName: 200,
  attributeValue: 20_000,
  attributes: 1000,
  images: 250,
  variants: 2048,
  options: 10,
  categoryDepth: 12,
  texts: 100,
  restrictions: 20,
  gtins: 500,
  stock: 1_000_000_000,
} as const

const notText = /[\0\ufffd]/
const suspicious = /\\u0000|\\ud[89a-f]|\ufffd/

/** Throws RowError where the product breaks a bound or carries what is not text; returns its JSON. */
export function checkProduct(product: FeedProduct): string {
  requireText('externalId', product.externalId, bounds.externalId)
  requireText('title', product.title, bounds.title)
  limitText('description', product.description, bounds.description)
  limitText('brand', product.brand, bounds.brand)
  limitText('mpn', product.mpn, bounds.mpn)
  limitCount('gtins', product.gtins, bounds.gtins)
  limitCount('categoryPath', product.categoryPath, bounds.categoryDepth)
  for (const name of product.categoryPath) limitText('categoryPath', name, bounds.brand)
  limitCount('restrictions', product.restrictions, bounds.restrictions)
  checkTexts(product)
  checkAttributes(product)
  limitCount('images', product.images, bounds.images)
  for (const { url, alt } of product.images) {
    checkUrl(url)
    limitText('images', alt, bounds.title)
  }
  checkVariants(product)
  const json = JSON.stringify(product)
  if (suspicious.test(json)) refuseBadText(product)
  return json
}

function checkTexts(product: FeedProduct): void {
  limitCount('texts', product.texts, bounds.texts)
  for (const { title, description } of product.texts) {
    requireText('texts', title, bounds.title)
    limitText('texts', description, bounds.description)
  }
}

function checkAttributes(product: FeedProduct): void {
  limitCount('attributes', product.attributes, bounds.attributes)
  for (const { name, value, unit } of product.attributes) {
    requireText('attributes', name, bounds.attributeName)
    if (typeof value === 'string') limitText('attributes', value, bounds.attributeValue)
    if (unit !== undefined) limitText('attributes', unit, 40)
  }
}

function checkVariants(product: FeedProduct): void {
  if (product.variants.length === 0) {
    throw new RowError('variants', {
      code: 'variants_missing',
      reason: 'The product has no variant with a price, so it cannot be sold.',
      fix: 'Give it a price, or at least one variant that has one.',
    })
  }
  limitCount('variants', product.variants, bounds.variants)
  const skus = new Set<string>()
  for (const { sku, mpn, options, stock } of product.variants) {
    requireText('sku', sku, bounds.sku)
    if (skus.has(sku)) throw duplicateSku(sku)
    skus.add(sku)
    limitText('mpn', mpn, bounds.mpn)
    limitCount('options', options, bounds.options)
    for (const option of options) {
      limitText('options', option.name, bounds.attributeName)
      limitText('options', option.value, bounds.title)
    }
    if (stock > bounds.stock) throw tooMuchStock(stock)
  }
}

/** The refusal of a SKU that two variants share. */
export function duplicateSku(sku: string): RowError {
  return new RowError('sku', {
    code: 'duplicate_sku',
    reason: `The SKU "${sku}" is used by more than one variant.`,
    fix: 'Give every variant a SKU of its own.',
  })
}

function tooMuchStock(stock: number): RowError {
  return new RowError('stock', {
    code: 'stock_invalid',
    reason: `${stock} units are more than any stock may be.`,
    fix: `State at most ${bounds.stock}.`,
  })
}

function checkUrl(url: string): void {
  if (url.length <= bounds.url && /^https?:\/\/\S+$/i.test(url) && URL.canParse(url)) return
  throw new RowError('images', {
    code: 'image_url_invalid',
    reason: `"${url.slice(0, 80)}" is not the address of an image.`,
    fix: `Give an absolute http or https address of at most ${bounds.url} characters.`,
  })
}

function requireText(column: string, value: string, max: number): void {
  if (value === '') {
    throw new RowError(column, {
      code: 'field_missing',
      reason: `The field "${column}" is empty.`,
      fix: 'Fill it in: every product needs it.',
    })
  }
  limitText(column, value, max)
}

function limitText(column: string, value: string | null, max: number): void {
  if (value === null || value.length <= max) return
  throw new RowError(column, {
    code: 'field_too_long',
    reason: `The field "${column}" has ${value.length} characters.`,
    fix: `Shorten it to at most ${max}.`,
  })
}

function limitCount(column: string, values: readonly unknown[], max: number): void {
  if (values.length <= max) return
  throw new RowError(column, {
    code: 'too_many_values',
    reason: `The field "${column}" has ${values.length} entries.`,
    fix: `Keep at most ${max}.`,
  })
}

function refuseBadText(product: FeedProduct): void {
  for (const [column, value] of Object.entries(product)) {
    for (const text of stringsIn(value)) {
      if (text.includes('\0')) throw badText(column, 'nul_character', 'a NUL character')
      if (notText.test(text) || !text.isWellFormed()) {
        throw badText(column, 'invalid_encoding', 'bytes that are not UTF-8 text')
      }
    }
  }
}

function badText(column: string, code: string, what: string): RowError {
  return new RowError(column, {
    code,
    reason: `The field "${column}" contains ${what}.`,
    fix: 'Save the file as UTF-8 and mend the damaged characters.',
  })
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') {
    for (const part of Object.values(value)) yield* stringsIn(part)
  }
}
