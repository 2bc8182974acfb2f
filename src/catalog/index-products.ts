import type { Tx } from '../core/database.ts'
import {
  indexDocuments,
  removeDocuments,
  type SearchDocument,
  updateOffers,
} from '../search/index.ts'
import type { FeedProduct } from './feeds/feed-product.ts'
import { deleteCards, upsertCards } from './queries-cards.ts'
import { addSoldUnits, selectOffers } from './queries-index.ts'
import { selectCards } from './queries-products.ts'
import { cardOfNew, cardOfRow } from './stored-card.ts'

/** A product as an import wrote it, with what the feed does not say. */
export interface WrittenProduct {
  readonly id: string
  readonly sellerId: string
  readonly isNew: boolean
  readonly product: FeedProduct
  readonly category: { readonly ids: readonly string[]; readonly path: readonly string[] } | null
  readonly ratingAverage: number | null
  readonly ratingCount: number
  readonly soldCount: number
  readonly createdAt: Date
  /** In the order of its variants. */
  readonly variantIds: readonly string[]
}

/** Brings the search index up to what an import wrote, in the same transaction. */
export async function indexProducts(
  db: Tx,
  seller: { readonly id: string; readonly country: string | null },
  written: readonly WrittenProduct[],
): Promise<void> {
  const active = written.filter(({ product }) => product.status === 'active')
  const retired = written.filter(({ product, isNew }) => !isNew && product.status === 'retired')
  const cards = active.filter(({ isNew }) => isNew).map(cardOfNew)
  await indexDocuments(
    db,
    active.map((one) => documentOf(one, seller)),
  )
  if (cards.length > 0) await upsertCards(db, cards)
  await unindexProducts(
    db,
    retired.map(({ id }) => id),
  )
  // Quotes may hold units of products that were there before, and variants keep when they were stated.
  await refreshOffers(
    db,
    active.filter(({ isNew }) => !isNew).map(({ id }) => id),
  )
}

/** States prices and stock of products to the search index as they are now, and makes their cards anew. */
export async function refreshOffers(db: Tx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  const [offers, rows] = await Promise.all([
    selectOffers(db, productIds),
    selectCards(db, productIds, []),
  ])
  await Promise.all([updateOffers(db, offers), upsertCards(db, rows.map(cardOfRow))])
}

/** Counts units that were sold and kept: what sorting by sales and "sold" figures show. */
export async function recordSales(
  db: Tx,
  units: readonly { readonly variantId: string; readonly quantity: number }[],
): Promise<void> {
  const sold = units.filter(({ quantity }) => quantity > 0)
  if (sold.length > 0) await addSoldUnits(db, sold)
}

/** Takes products out of the search index, in the same transaction. */
export async function unindexProducts(db: Tx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  await Promise.all([removeDocuments(db, productIds), deleteCards(db, productIds)])
}

function documentOf(
  { id, product, category, ...facts }: WrittenProduct,
  seller: { readonly id: string; readonly country: string | null },
): SearchDocument {
  const [first] = product.variants
  const { currency } = first!.price
  const prices = product.variants.flatMap(({ price }) =>
    price.currency === currency ? [price.amountMinor] : [],
  )
  return {
    productId: id,
    sellerId: seller.id,
    sellerCountry: seller.country,
    language: product.language,
    title: product.title,
    description: product.description,
    texts: product.texts,
    brand: product.brand,
    model: product.mpn,
    codes: codesOf(product),
    categoryIds: category?.ids ?? [],
    categoryPath: category?.path ?? [],
    // A shirt that comes in M and L is found by either.
    attributes: [...product.variants.flatMap(({ options }) => options), ...product.attributes],
    condition: product.condition,
    shipsFrom: product.shipsFrom,
    restrictions: product.restrictions,
    weightGrams: first!.weightGrams,
    volumeMm3: volumeOf(first!),
    offer: {
      priceMinor: Math.min(...prices),
      currency,
      isInStock: product.variants.some(({ stock }) => stock > 0),
    },
    ratingAverage: facts.ratingAverage,
    ratingCount: facts.ratingCount,
    soldCount: facts.soldCount,
    createdAt: facts.createdAt,
  }
}

function codesOf({ externalId, mpn, gtins, variants }: FeedProduct): string[] {
  const codes = [
    externalId,
    mpn,
    ...gtins,
    ...variants.flatMap((one) => [one.sku, one.gtin, one.mpn]),
  ]
  return [...new Set(codes.filter((code) => code !== null))]
}

function volumeOf({ lengthMm, widthMm, heightMm }: FeedProduct['variants'][number]) {
  if (lengthMm === null || widthMm === null || heightMm === null) return null
  return lengthMm * widthMm * heightMm
}
