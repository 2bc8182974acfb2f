import type { AnyOperation } from '../core/operation.ts'
import { listProductOffers } from './list-product-offers.ts'
import { listSimilarProducts } from './list-similar-products.ts'
import { searchProducts } from './search-products.ts'
import { suggestProducts } from './suggest-products.ts'

/** Ways to find products. */
export const searchOperations: readonly AnyOperation[] = [
  searchProducts,
  suggestProducts,
  listSimilarProducts,
  listProductOffers,
]
