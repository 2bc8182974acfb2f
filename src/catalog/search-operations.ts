import type { AnyOperation } from '../core/operation.ts'
import { searchProducts } from './search-products.ts'

/** Ways to find products. */
export const searchOperations: readonly AnyOperation[] = [searchProducts]
