import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../core/database.ts'
import type { WordRow } from './lexicon.ts'
import { deleteWordRows, insertFoldedWords, lockWordRows } from './queries-words.ts'

const freshAtOnce = 40
/** Folded rows of a language that are folded again, so that a node that starts has few to read. */
const foldedAtOnce = 4
const readAtOnce = 80
const rareLimit = 2
const keepRareUpTo = 300_000

/** Folds rows of word counts into one per language, while there are many; answers how many rows it took away. */
export async function foldWords(database: Database): Promise<number> {
  return await database.transaction(
    async (db) => {
      const rows = chooseRows(await lockWordRows(db, readAtOnce))
      if (rows.length === 0) return 0
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

function chooseRows(rows: readonly WordRow[]): readonly WordRow[] {
  const fresh = rows.filter((row) => row.folds_up_to === null)
  if (fresh.length >= freshAtOnce) return fresh
  const folded = rows.filter((row) => row.folds_up_to !== null)
  const groups = [...Map.groupBy(folded, ({ language }) => language).values()]
  return groups.find(({ length }) => length >= foldedAtOnce)?.slice(0, foldedAtOnce) ?? []
}

/** Article numbers of one or two products plan no query. */
function withoutRare(counts: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...counts].filter(([word, count]) => count > rareLimit || !/\d/.test(word)))
}
