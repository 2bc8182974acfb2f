import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import type { AnyEvent } from '../events/index.ts'
import { createSeller } from './create-seller.ts'
import { createSellerDecision } from './create-seller-decision.ts'
import { createSellerKey } from './create-seller-key.ts'
import { sellerDecided } from './events.ts'
import { excuseSellerOutcome } from './excuse-seller-outcome.ts'
import { getSeller } from './get-seller.ts'
import { getSellerReliability } from './get-seller-reliability.ts'
import { listSellerDecisions } from './list-seller-decisions.ts'
import { listSellerOutcomes } from './list-seller-outcomes.ts'
import { listSellers } from './list-sellers.ts'
import { refreshScores } from './refresh-scores.ts'
import { updateSeller } from './update-seller.ts'

/**
 * Sellers, their vetting and how reliable they are. Scores are made from outcomes that the modules
 * above report as news of orders; this module knows no orders, parcels or disputes itself.
 */
export { ensureSeller, findSellerByName, type SellerWish } from './ensure-seller.ts'
export { links } from './links.ts'
export { loadSellers } from './load-sellers.ts'
export type { DisputeCause, SellerCancelReason, SellerOrderNews } from './order-cause.ts'
export {
  lockSeller,
  type SellerRow,
  selectSeller,
  selectSellers,
  updateSellerRow,
} from './queries.ts'
export type { SellerOrderRef } from './queries-outcomes.ts'
export { recordSellerNews } from './record-news.ts'
export { rebuildScores } from './refresh-scores.ts'
export { Seller, sellerOf } from './schema.ts'
export { sellerLink } from './seller-link.ts'
export { isOwnSeller, ownSeller, visibleSeller } from './visibility.ts'

export const operations: readonly AnyOperation[] = [
  listSellers,
  getSeller,
  getSellerReliability,
  listSellerOutcomes,
  createSeller,
  updateSeller,
  createSellerDecision,
  listSellerDecisions,
  createSellerKey,
  excuseSellerOutcome,
]

export const events: readonly AnyEvent[] = [sellerDecided]

export const jobs: readonly Job[] = [
  { name: 'refreshSellerScores', everyMs: 5_000, run: refreshScores },
]
