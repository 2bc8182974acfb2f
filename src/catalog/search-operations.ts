import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { checkSavedSearches } from './check-saved-searches.ts'
import { createSavedSearch } from './create-saved-search.ts'
import { deleteSavedSearch } from './delete-saved-search.ts'
import { listProductOffers } from './list-product-offers.ts'
import { listSavedSearches } from './list-saved-searches.ts'
import { listSimilarProducts } from './list-similar-products.ts'
import { listTrendingProducts } from './list-trending-products.ts'
import { searchProducts } from './search-products.ts'
import { suggestProducts } from './suggest-products.ts'

/** Ways to find products. */
export const searchOperations: readonly AnyOperation[] = [
  searchProducts,
  suggestProducts,
  listTrendingProducts,
  listSimilarProducts,
  listProductOffers,
  createSavedSearch,
  listSavedSearches,
  deleteSavedSearch,
]

export const searchJobs: readonly Job[] = [
  { name: 'checkSavedSearches', everyMs: 5_000, run: checkSavedSearches },
]
