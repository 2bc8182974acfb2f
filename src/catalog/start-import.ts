import type { Database } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import type { ByteSource } from './feeds/decode-text.ts'
import type { FeedFormat } from './feeds/feed-product.ts'
import { type ImportOptions, importFeed } from './import-feed.ts'
import { claimImport, finishImport, type ImportRow, insertImport } from './queries-import-jobs.ts'

/** What is to be imported, for whom. */
export interface ImportWish {
  readonly sellerId: string
  readonly format?: FeedFormat | undefined
  readonly fileName?: string | undefined
  /** Whether products that the feed does not name are retired. */
  readonly isFull: boolean
  /** For prices without a currency of their own (ISO 4217). */
  readonly currency: string
  readonly language: string
  readonly bytesTotal?: number | undefined
}

/** The row of an import that is about to get its bytes. */
export function newImportRow(wish: ImportWish) {
  return {
    id: newId(),
    seller_id: wish.sellerId,
    status: 'receiving' as const,
    format: wish.format ?? null,
    file_name: wish.fileName?.slice(-200) ?? null,
    is_full: wish.isFull,
    currency: wish.currency,
    language: wish.language,
    bytes_total: wish.bytesTotal ?? null,
  }
}

/**
 * Imports a feed from a source at hand, start to end. Throws `import_in_progress` while another import
 * of the seller runs; what is wrong with the feed itself is told by the row that is answered.
 */
export async function runImport(
  database: Database,
  wish: ImportWish,
  source: ByteSource,
  options: ImportOptions = {},
): Promise<ImportRow> {
  const { row, isClaimed } = await database.transaction(async (db) => {
    const row = await insertImport(db, newImportRow(wish))
    return { row, isClaimed: await claimImport(db, row.id, wish.sellerId) }
  })
  if (isClaimed) return await importFeed(database, row, source, options)
  const detail = 'Another import of this seller is running: wait for it to end, then try again.'
  await database.transaction((db) =>
    finishImport(db, row.id, { code: 'import_in_progress', detail }),
  )
  throw new ApiError('import_in_progress', detail)
}
