import { ids } from '../core/ids.ts'
import { type Card, cardOf, textOf, utc } from './product-of.ts'
import type { FoundRow, StockTuple, StoredCard } from './queries-cards.ts'
import type { CardRow } from './queries-products.ts'
import type { Variant } from './schema.ts'
import type { WrittenProduct } from './search-entries.ts'

/** What changes without the product being written; a stored card lacks it. */
type Live = 'isOnSale' | 'shipsFrom' | 'soldCount' | 'variants'
type LiveOfVariant = 'stock' | 'stockObservedAt'

// JSON never holds it: within texts it is written as an escape.
const separator = '\x1e'

/**
 * A card as JSON objects without their end, the product first, then each variant: what is live is added
 * to their texts, so that a page is made without taking twenty objects apart and together again.
 */
function textOfParts(card: Omit<Card, Live>, variants: readonly Omit<Variant, LiveOfVariant>[]) {
  return [card, ...variants].map(opened).join(separator)
}

const opened = (object: object): string => JSON.stringify(object).slice(0, -1)

/** A card that a search found as JSON without its end, in the first of the languages that it has. */
function openJson(row: FoundRow, languages: readonly string[]): string {
  const [card = '', ...variants] = row.card.split(separator)
  const stocks = stocksOf(row)
  const withStock = variants.map((variant, index) => {
    const [available, observedAt] = stocks[index] ?? []
    const at = observedAt ? `"${utc(observedAt)}"` : null
    return `${variant},"stock":${available ?? 0},"stockObservedAt":${at}}`
  })
  const shipsFrom = row.ships_from === null ? null : `"${row.ships_from}"`
  // Searches find what is on sale.
  return `${row.texts === null ? card : inLanguage(card, row, languages)},"isOnSale":true,"shipsFrom":${shipsFrom},"soldCount":${row.sold_count},"variants":[${withStock}]`
}

const stocksOf = ({ stocks, available, stock_observed_at }: FoundRow): readonly StockTuple[] =>
  stocks ?? [[available, stock_observed_at]]

function inLanguage(card: string, { texts }: FoundRow, languages: readonly string[]): string {
  const own = JSON.parse(`${card}}`) as Card
  const { title, description, language } = textOf(own, texts, languages)
  return opened({ ...own, title, description, language })
}

/** A card that a search found. */
export const foundCardOf = (row: FoundRow, languages: readonly string[]): Card =>
  JSON.parse(`${openJson(row, languages)}}`)

/** A `FoundProduct` as JSON, with its price as the seller states it. */
export function foundJson(row: FoundRow, languages: readonly string[]): string {
  const { price_minor: amountMinor, currency } = row
  const isInStock = stocksOf(row).some(([available]) => Number(available) > 0)
  const offer = JSON.stringify({ price: { amountMinor, currency }, isInStock, delivery: null })
  return `${openJson(row, languages)},"offer":${offer}}`
}

/** The card of a product that was not there before, without asking the database for what it just took. */
export function cardOfNew({
  id,
  product,
  category,
  variantIds,
  ...facts
}: WrittenProduct): StoredCard {
  const productId = ids.product.encode(id)
  const at = facts.createdAt.toISOString()
  const categoryId = category?.ids.at(-1)
  const card: Omit<Card, Live> = {
    id: productId,
    externalId: product.externalId,
    sellerId: ids.seller.encode(facts.sellerId),
    title: product.title,
    description: product.description,
    language: product.language,
    brand: product.brand,
    mpn: product.mpn,
    gtins: product.gtins,
    categoryId: categoryId === undefined ? null : ids.category.encode(categoryId),
    categoryPath: [...(category?.path ?? [])],
    images: product.images,
    status: product.status,
    condition: product.condition,
    hsCode: product.hsCode,
    originCountry: product.originCountry,
    restrictions: product.restrictions,
    rating: null,
    createdAt: at,
    updatedAt: at,
  }
  const variants = product.variants.map((variant, index) => ({
    id: ids.variant.encode(variantIds[index]!),
    productId,
    sku: variant.sku,
    gtin: variant.gtin,
    mpn: variant.mpn,
    options: variant.options,
    price: variant.price,
    compareAtPrice: compareAtPriceOf(variant),
    priceObservedAt: at,
    weightGrams: variant.weightGrams,
    lengthMm: variant.lengthMm,
    widthMm: variant.widthMm,
    heightMm: variant.heightMm,
    status: 'active' as const,
  }))
  return {
    productId: id,
    language: product.language,
    variantIds,
    card: textOfParts(card, variants),
  }
}

function compareAtPriceOf({
  compareAtPriceMinor: amountMinor,
  price: { currency },
}: WrittenProduct['product']['variants'][number]) {
  return amountMinor === null ? null : { amountMinor, currency }
}

/** The card of a product as the database holds it. */
export function cardOfRow(row: CardRow): StoredCard {
  const { isOnSale: _, shipsFrom: __, soldCount: ___, variants, ...card } = cardOf(row)
  return {
    productId: row.id,
    language: row.language,
    variantIds: variants.map(({ id }) => ids.variant.decode(id)),
    card: textOfParts(
      card,
      variants.map(({ stock: _, stockObservedAt: __, ...variant }) => variant),
    ),
  }
}
