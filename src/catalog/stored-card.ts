import { ids } from '../core/ids.ts'
import type { WrittenProduct } from './index-products.ts'
import { type Card, cardOf } from './product-of.ts'
import type { StoredCard } from './queries-cards.ts'
import type { CardRow } from './queries-products.ts'

/** The card of a product that was not there before, without asking the database for what it just took. */
export function cardOfNew({
  id,
  product,
  category,
  variantIds,
  ...facts
}: WrittenProduct): StoredCard {
  const wireId = ids.product.encode(id)
  const at = facts.createdAt.toISOString()
  const categoryId = category?.ids.at(-1)
  const card: Card = {
    id: wireId,
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
    isOnSale: true,
    condition: product.condition,
    hsCode: product.hsCode,
    originCountry: product.originCountry,
    shipsFrom: product.shipsFrom,
    restrictions: product.restrictions,
    rating: null,
    soldCount: 0,
    variants: product.variants.map((variant, index) => ({
      id: ids.variant.encode(variantIds[index]!),
      productId: wireId,
      sku: variant.sku,
      gtin: variant.gtin,
      mpn: variant.mpn,
      options: variant.options,
      price: variant.price,
      compareAtPrice:
        variant.compareAtPriceMinor === null
          ? null
          : { amountMinor: variant.compareAtPriceMinor, currency: variant.price.currency },
      priceObservedAt: at,
      stock: variant.stock,
      stockObservedAt: at,
      weightGrams: variant.weightGrams,
      lengthMm: variant.lengthMm,
      widthMm: variant.widthMm,
      heightMm: variant.heightMm,
      status: 'active',
    })),
    createdAt: at,
    updatedAt: at,
  }
  return { productId: id, language: product.language, variantIds, card: JSON.stringify(card) }
}

/** The card of a product as the database holds it. */
export function cardOfRow(row: CardRow): StoredCard {
  const card = cardOf(row)
  return {
    productId: row.id,
    language: row.language,
    variantIds: card.variants.map(({ id }) => ids.variant.decode(id)),
    // Where its seller is is asked when the card is shown.
    card: JSON.stringify({ ...card, shipsFrom: row.ships_from }),
  }
}
