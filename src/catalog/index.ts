import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { createImport } from './create-import.ts'
import { getCategory } from './get-category.ts'
import { getImport } from './get-import.ts'
import { getProduct } from './get-product.ts'
import { listCategories } from './list-categories.ts'
import { listImportErrors } from './list-import-errors.ts'
import { listImports } from './list-imports.ts'
import { listProducts } from './list-products.ts'
import { runQueuedImports } from './run-queued-imports.ts'
import { searchJobs, searchOperations } from './search-operations.ts'
import { updatePrices } from './update-prices.ts'
import { updateStock } from './update-stock.ts'

/** Products, variants, prices, stock and categories, and the feeds they come from. */
export { loadCategories } from './category-of.ts'
export { FeedError, type FeedFormat, feedFormats } from './feeds/feed-product.ts'
export { inspectFeed } from './feeds/read-feed.ts'
export type { ImportProgress } from './import-feed.ts'
export { importOf } from './import-of.ts'
export { importSample, type SampleImport, sampleSize } from './import-sample.ts'
export { recordSales, refreshOffers } from './index-products.ts'
export { links } from './links.ts'
export { type ImportRow, selectProblems } from './queries-import-jobs.ts'
export { searchEvents as events } from './saved-search-schema.ts'
export { Category, Import, Product, Variant } from './schema.ts'
export { type ImportWish, runImport } from './start-import.ts'
export { loadProducts, readProducts } from './visible-products.ts'

export const operations: readonly AnyOperation[] = [
  ...searchOperations,
  listProducts,
  getProduct,
  updateStock,
  updatePrices,
  listCategories,
  getCategory,
  createImport,
  listImports,
  getImport,
  listImportErrors,
]

export const jobs: readonly Job[] = [
  { name: 'runQueuedImports', everyMs: 1_000, run: runQueuedImports },
  ...searchJobs,
]
