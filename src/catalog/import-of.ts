import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { isOwnSeller, selectSeller } from '../sellers/index.ts'
import type { FeedFormat } from './feeds/feed-product.ts'
import { type ImportRow, selectImport } from './queries-import-jobs.ts'
import type { Import } from './schema.ts'

/** An import as the API shows it. */
export function importOf(row: ImportRow): Import {
  return {
    id: ids.import.encode(row.id),
    sellerId: ids.seller.encode(row.seller_id),
    status: row.status,
    format: row.format as FeedFormat | null,
    fileName: row.file_name,
    isFull: row.is_full,
    currency: row.currency,
    language: row.language,
    progress: progressOf(row),
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    failed: row.failed,
    retired: row.retired,
    errors: row.errors,
    warnings: row.warnings,
    failure:
      row.failure_code === null
        ? null
        : { code: row.failure_code, detail: row.failure_detail ?? row.failure_code },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

function progressOf({ status, bytes_read, bytes_total }: ImportRow): number | null {
  if (status === 'completed') return 1
  if (bytes_total === null || bytes_total === 0) return null
  return Math.min(1, bytes_read / bytes_total)
}

/** The import if the caller acts for its seller; throws `not_found` otherwise. */
export async function ownImport(db: Tx, caller: Caller, wireId: string): Promise<ImportRow> {
  const row = await selectImport(db, ids.import.decode(wireId))
  const seller = row && (await selectSeller(db, row.seller_id))
  if (!row || !seller || !isOwnSeller(caller, seller)) throw notFound('import', wireId)
  return row
}
