import type { Tx } from '../core/database.ts'
import type { AnalysedDocuments } from './analyse-documents.ts'
import type { DocumentOffer } from './document.ts'
import {
  appendWords,
  deleteDocuments,
  type OfferRow,
  updateOfferRows,
  upsertAttributes,
  upsertDocuments,
} from './queries-index.ts'
import { insertSearchSellers } from './queries-sellers.ts'

/**
 * Writes documents to the index, in the caller's transaction, which keeps others from indexing the same
 * products.
 */
export async function indexDocuments(db: Tx, documents: AnalysedDocuments): Promise<void> {
  const { sellers, rows, entries, words } = documents
  if (rows.length === 0) return
  await Promise.all([
    insertSearchSellers(db, sellers),
    upsertDocuments(db, rows),
    upsertAttributes(
      db,
      rows.map(({ productId }) => productId),
      entries,
    ),
    appendWords(db, words),
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
