import type { Database, Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { emit } from '../events/index.ts'
import { searchDocuments } from '../search/index.ts'
import {
  bookSavedSearch,
  lockDueSavedSearches,
  type SavedSearchRow,
} from './queries-saved-searches.ts'
import { savedSearchMatched } from './saved-search-schema.ts'
import { openSearch, type SearchInput } from './search-request-of.ts'

const batch = 20
const everyMs = 60_000
/** An import stamps its products when it begins; those of one that runs this long are still told of. */
const lookBackMs = 6 * 3_600_000
const maxMatches = 100
const maxTold = 2_000

/** Looks for products that are new to saved searches and tells of them; answers how many it looked at. */
export async function checkSavedSearches(database: Database, now: Date): Promise<number> {
  return await database.transaction(
    async (db) => {
      const due = await lockDueSavedSearches(db, now, batch)
      for (const row of due) await checkOne(db, row, now)
      return due.length
    },
    { deadlineMs: 30_000 },
  )
}

async function checkOne(db: Tx, row: SavedSearchRow, now: Date): Promise<void> {
  const since = new Date(
    Math.max(row.created_at.getTime(), row.checked_until.getTime() - lookBackMs),
  )
  const { request } = await openSearch({ db, now, languages: [] }, row.search as SearchInput)
  const { hits } = await searchDocuments(db, {
    ...request,
    sort: 'newest',
    limit: maxMatches,
    filters: {
      ...request.filters,
      createdAfter: since,
      exceptProductIds: row.told_product_ids,
    },
  })
  const found = hits.map(({ productId }) => productId)
  if (found.length > 0) {
    await emit(db, savedSearchMatched, {
      accountId: row.account_id,
      mode: row.mode,
      subjectId: row.id,
      payload: {
        savedSearchId: ids.savedSearch.encode(row.id),
        name: row.name,
        productIds: found.map((id) => ids.product.encode(id)),
      },
    })
  }
  const isFull = hits.length === maxMatches
  await bookSavedSearch(
    db,
    row.id,
    [...found, ...row.told_product_ids].slice(0, maxTold),
    found.length,
    {
      now,
      checkedUntil: isFull ? row.checked_until : now,
      nextCheckAt: isFull ? now : new Date(now.getTime() + everyMs),
    },
  )
}
