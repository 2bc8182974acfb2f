import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../core/database.ts'
import { deleteWordRows, insertFoldedWords, lockWordRows } from './queries-words.ts'

const foldFrom = 40
const readAtOnce = 80
const rareLimit = 2
const keepRareUpTo = 300_000

/** Folds rows of word counts into one per language; answers how many rows it took away. */
export async function foldWords(database: Database): Promise<number> {
  return await database.transaction(
    async (db) => {
      const rows = await lockWordRows(db, readAtOnce)
      if (rows.length < foldFrom) return 0
      const foldsUpTo = Math.max(...rows.map(({ id }) => id))
      for (const [language, group] of Map.groupBy(rows, (row) => row.language)) {
        const counts = new Map<string, number>()
        for (const row of group) {
          // A row is some milliseconds of work; requests go in between.
          await breathe()
          row.words.forEach((word, index) => {
            counts.set(word, (counts.get(word) ?? 0) + (row.counts[index] ?? 0))
          })
        }
        const kept = counts.size > keepRareUpTo ? withoutRare(counts) : counts
        const documents = group.reduce((sum, row) => sum + row.documents, 0)
        await insertFoldedWords(db, {
          language,
          foldsUpTo,
          documents,
          words: [...kept.keys()],
          counts: [...kept.values()],
        })
      }
      await deleteWordRows(
        db,
        rows.map(({ id }) => id),
      )
      return rows.length
    },
    { deadlineMs: 60_000 },
  )
}

/** Article numbers of one or two products plan no query. */
function withoutRare(counts: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...counts].filter(([word, count]) => count > rareLimit || !/\d/.test(word)))
}
