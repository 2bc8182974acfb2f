import type { Database } from '../core/database.ts'
import { searchDocuments } from './search-documents.ts'

/**
 * Searches once for something, which reads the lexicon and the dictionary: the first clients of a new
 * process would all wait for that, some too long to be answered.
 */
export async function warmUp(database: Database): Promise<void> {
  const request = {
    languages: ['en'],
    filters: {},
    sort: 'relevance',
    limit: 1,
    rates: {},
  } as const
  await database.read((db) => searchDocuments(db, { ...request, query: 'usb cable' }), {
    isSearch: true,
  })
}
