import type { Tx } from '../core/database.ts'
import { entriesOf } from './attributes.ts'
import { boostOf } from './boost.ts'
import { brandKeyOf } from './brand-key.ts'
import type { DocumentOffer, SearchDocument } from './document.ts'
import { type AnalysedDocument, analyseDocument } from './document-terms.ts'
import {
  appendWords,
  type DocumentRow,
  deleteDocuments,
  type OfferRow,
  selectIndexed,
  updateOfferRows,
  upsertAttributes,
  upsertDocuments,
} from './queries-index.ts'
import { insertSearchSellers } from './queries-sellers.ts'
import { WordCounter } from './word-counter.ts'

/**
 * Brings the index up to the documents, in the caller's transaction, which keeps others from indexing
 * the same products.
 */
export async function indexDocuments(db: Tx, documents: readonly SearchDocument[]): Promise<void> {
  if (documents.length === 0) return
  const ids = documents.map(({ productId }) => productId)
  const indexed = await selectIndexed(db, ids)
  const added = new WordCounter(1)
  // A changed document was counted when it came; its new words only have to become known.
  const changed = new WordCounter(0)
  const rows = documents.map((document) => {
    const analysed = analyseDocument(document)
    const counter = indexed.has(document.productId) ? changed : added
    counter.add(analysed.words)
    return JSON.stringify(rowOf(document, analysed))
  })
  const entries = documents.map(({ attributes }) => entriesOf(attributes))
  const sellers = new Map(documents.map((one) => [one.sellerId, one.sellerCountry]))
  await Promise.all([
    insertSearchSellers(
      db,
      [...sellers].map(([id, country]) => ({ id, country })),
    ),
    upsertDocuments(db, `[${rows.join(',')}]`),
    upsertAttributes(db, ids, entries),
    appendWords(db, [...added.counts(), ...changed.counts()]),
  ])
}

/** Takes products out of the index, in the caller's transaction. */
export async function removeDocuments(db: Tx, productIds: readonly string[]): Promise<void> {
  if (productIds.length > 0) await deleteDocuments(db, productIds)
}

/** States prices and stock without analysing anything; products that are not indexed stay so. */
export async function updateOffers(
  db: Tx,
  offers: readonly (DocumentOffer & { readonly productId: string })[],
): Promise<void> {
  if (offers.length > 0) await updateOfferRows(db, offers satisfies readonly OfferRow[])
}

function rowOf(document: SearchDocument, terms: AnalysedDocument): DocumentRow {
  return {
    product_id: document.productId,
    seller_id: document.sellerId,
    terms: terms.vector,
    codes: terms.codes,
    boost: boostOf(terms.titleLength),
    brand: document.brand,
    brand_key: document.brand === null ? null : brandKeyOf(document.brand),
    category_ids: document.categoryIds,
    price_minor: document.offer.priceMinor,
    currency: document.offer.currency,
    is_in_stock: document.offer.isInStock,
    ships_from: document.shipsFrom,
    condition: document.condition,
    restrictions: document.restrictions,
    weight_grams: document.weightGrams,
    volume_mm3: document.volumeMm3,
    rating_average: document.ratingAverage,
    rating_count: document.ratingCount,
    sold_count: document.soldCount,
    created_at: document.createdAt.toISOString(),
  }
}
