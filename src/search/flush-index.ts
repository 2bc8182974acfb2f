import type { Database } from '../core/database.ts'
import { flushPendingTerms } from './queries-index.ts'

/**
 * Moves what was written lately from the index's pending list, which every search must scan, into
 * the index proper. Answers 0, since more to do at once would only be what just came in.
 */
export async function flushIndex(database: Database): Promise<number> {
  await database.transaction((db) => flushPendingTerms(db), { deadlineMs: 120_000 })
  return 0
}
