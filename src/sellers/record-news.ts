import type { Tx } from '../core/database.ts'
import { type KnownOutcomes, outcomesOf, type SellerOrderNews } from './order-cause.ts'
import { type SellerOrderRef, selectKnownOutcomes, upsertOutcomes } from './queries-outcomes.ts'

/**
 * Takes news of a seller's part of an order into the seller's evidence, in the transaction of the
 * change it tells of. Repeated news changes nothing.
 */
export async function recordSellerNews(
  db: Tx,
  ref: SellerOrderRef,
  news: SellerOrderNews,
): Promise<void> {
  const known: KnownOutcomes = {}
  for (const row of await selectKnownOutcomes(db, ref.sellerOrderId)) {
    known[row.kind] = row.is_problem
  }
  await upsertOutcomes(db, ref, outcomesOf(news, known))
}
