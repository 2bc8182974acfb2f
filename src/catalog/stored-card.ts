import { ids } from '../core/ids.ts'
import { type Card, cardOf } from './product-of.ts'
import { type StoredCard, separator } from './queries-cards.ts'
import type { CardRow } from './queries-products.ts'
import type { Variant } from './schema.ts'
import type { WrittenProduct } from './search-entries.ts'

/** What changes without the product being written; a stored card lacks it. */
type Live = 'isOnSale' | 'shipsFrom' | 'soldCount' | 'variants'
type LiveOfVariant = 'stock' | 'stockObservedAt'

/**
 * A card as JSON in parts, each up to where the database adds a variant's stock. Searches find what is
 * on sale.
 */
function textOfParts(card: Omit<Card, Live>, variants: readonly Omit<Variant, LiveOfVariant>[]) {
  return `${opened(card)},"isOnSale":true,"variants":[${variants.map(opened).join(separator)}`
}

const opened = (object: object): string => JSON.stringify(object).slice(0, -1)

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
