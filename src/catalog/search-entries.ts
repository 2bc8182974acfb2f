import { setImmediate } from 'node:timers/promises'
import { type AnalysedDocuments, DocumentAnalyser, type SearchDocument } from '../search/index.ts'
import type { FeedProduct } from './feeds/feed-product.ts'
import type { StoredCard } from './queries-cards.ts'
import { cardOfNew } from './stored-card.ts'

/** A product as an import writes it, with what the feed does not say. */
export interface WrittenProduct {
  readonly id: string
  readonly sellerId: string
  readonly isNew: boolean
  /** Whether it is in the search index already. */
  readonly isIndexed: boolean
  readonly product: FeedProduct
  readonly category: { readonly ids: readonly string[]; readonly path: readonly string[] } | null
  readonly ratingAverage: number | null
  readonly ratingCount: number
  readonly soldCount: number
  readonly createdAt: Date
  /** In the order of its variants. */
  readonly variantIds: readonly string[]
}

export interface SellerOfEntries {
  readonly id: string
  readonly country: string | null
}

/** What search stores of products, ready to be written. */
export interface SearchEntries {
  readonly documents: AnalysedDocuments
  /** Of products that were not there before; the others' depend on what the database holds. */
  readonly cards: readonly StoredCard[]
}

/**
 * Makes the entries of products on sale, the most that an import asks of Node. Statements are sent and
 * requests answered whenever so many are done.
 */
export async function makeSearchEntries(
  products: readonly WrittenProduct[],
  seller: SellerOfEntries,
  productsAtOnce: number,
): Promise<SearchEntries> {
  const analyser = new DocumentAnalyser()
  const cards: StoredCard[] = []
  for (const [index, one] of products.entries()) {
    if (index % productsAtOnce === 0) await setImmediate()
    analyser.add(documentOf(one, seller), one.isIndexed)
    if (one.isNew) cards.push(cardOfNew(one))
  }
  return { documents: analyser.analysed(), cards }
}

function documentOf(
  { id, product, category, ...facts }: WrittenProduct,
  seller: SellerOfEntries,
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
