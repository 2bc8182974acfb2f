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
  updateOfferRows,
  upsertAttributes,
  upsertDocuments,
} from './queries-index.ts'

/** Brings the index up to the documents, in the caller's transaction. */
export async function indexDocuments(db: Tx, documents: readonly SearchDocument[]): Promise<void> {
  if (documents.length === 0) return
  const read = documents.map(readDocument)
  const [inserted] = await Promise.all([
    upsertDocuments(db, `[${read.map(({ row }) => row).join(',')}]`),
    upsertAttributes(
      db,
      read.map(({ productId }) => productId),
      read.map(({ entries }) => entries),
    ),
  ])
  const [added, changed] = [true, false].map((isNew) =>
    read.filter(({ productId }) => inserted.has(productId) === isNew),
  )
  // A changed document was counted when it came; its new words only have to become known.
  await appendWords(db, [...countWords(added ?? [], 1), ...countWords(changed ?? [], 0)])
}

/** What a batch keeps of a document while it is written: a few texts, however much was read. */
interface ReadDocument extends Pick<AnalysedDocument, 'words'> {
  readonly productId: string
  /** The document's row as JSON. */
  readonly row: string
  readonly entries: string
}

function readDocument(document: SearchDocument): ReadDocument {
  const analysed = analyseDocument(document)
  return {
    productId: document.productId,
    row: JSON.stringify(rowOf(document, analysed)),
    entries: entriesOf(document.attributes).join('\n'),
    words: analysed.words,
  }
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

/** Words of one batch in one language with the documents they are in; 0 only makes a word known. */
export interface WordCounts {
  readonly language: string
  readonly documents: number
  readonly words: readonly string[]
  readonly counts: readonly number[]
}

function countWords(documents: readonly ReadDocument[], each: 0 | 1): WordCounts[] {
  const byLanguage = new Map<string, { documents: number; counts: Map<string, number> }>()
  for (const { words } of documents) {
    for (const [language, lines] of words) {
      const entry = byLanguage.get(language) ?? { documents: 0, counts: new Map() }
      byLanguage.set(language, entry)
      entry.documents += each
      for (const word of lines.split('\n')) {
        entry.counts.set(word, (entry.counts.get(word) ?? 0) + each)
      }
    }
  }
  return [...byLanguage].map(([language, { documents: total, counts }]) => ({
    language,
    documents: total,
    words: [...counts.keys()],
    counts: [...counts.values()],
  }))
}
