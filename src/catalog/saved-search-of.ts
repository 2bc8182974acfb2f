import { ids } from '../core/ids.ts'
import type { SavedSearchRow } from './queries-saved-searches.ts'
import type { SavedSearch } from './saved-search-schema.ts'

/** A saved search as the API shows it. */
export function savedSearchOf(row: SavedSearchRow): SavedSearch {
  return {
    id: ids.savedSearch.encode(row.id),
    name: row.name,
    search: row.search,
    matchCount: row.match_count,
    lastMatchAt: row.last_match_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}
