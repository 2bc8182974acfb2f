import type { Tx } from '../core/database.ts'
import { indexDocuments, removeDocuments, updateOffers } from '../search/index.ts'
import { deleteCards, upsertCards } from './queries-cards.ts'
import { addSoldUnits, selectOffers } from './queries-index.ts'
import { selectCards } from './queries-products.ts'
import type { SearchEntries, WrittenProduct } from './search-entries.ts'
import { cardOfRow } from './stored-card.ts'

/** Brings the search index up to what an import wrote, in the same transaction. */
export async function indexProducts(
  db: Tx,
  written: readonly Pick<WrittenProduct, 'id' | 'isNew' | 'product'>[],
  { documents, cards }: SearchEntries,
): Promise<void> {
  const known = written.filter(({ isNew }) => !isNew)
  const idsOf = (status: 'active' | 'retired') =>
    known.filter(({ product }) => product.status === status).map(({ id }) => id)
  await indexDocuments(db, documents)
  await Promise.all([upsertCards(db, cards), unindexProducts(db, idsOf('retired'))])
  // Quotes may hold units of products that were there before, and variants keep when they were stated.
  await refreshOffers(db, idsOf('active'))
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
