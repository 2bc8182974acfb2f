import { LRUCache } from 'lru-cache'
import type { Sql, Tx } from '../core/database.ts'
import { Lexicon } from './lexicon.ts'
import { selectDatabaseName, selectWordRows } from './queries-words.ts'

/** A lexicon and how much of the stored counts it holds. */
interface Held {
  lexicon: Lexicon
  readonly loaded: Set<number>
  highest: number
  checkedAt: number
  refreshing: Promise<void> | undefined
}

// Rows may become visible out of order; an id this far behind the highest is asked for again.
const lookBack = 500
const rowsAtOnce = { first: 100, later: 40 }
const checkEveryMs = 10_000
const held = new LRUCache<string, Held>({ max: 8 })
const names = new WeakMap<Sql, Promise<string>>()

/** The lexicon of the database, loaded at first use and never many seconds old. */
export async function lexiconOf(db: Tx): Promise<Lexicon> {
  const entry = await entryOf(db)
  if (entry.highest < 0 || Date.now() - entry.checkedAt > checkEveryMs) await refresh(db, entry)
  return entry.lexicon
}

/** The lexicon with every word that is committed by now. */
export async function freshLexiconOf(db: Tx): Promise<Lexicon> {
  const entry = await entryOf(db)
  await refresh(db, entry)
  return entry.lexicon
}

async function entryOf(db: Tx): Promise<Held> {
  let naming = names.get(db.sql)
  if (naming === undefined) {
    naming = selectDatabaseName(db)
    names.set(db.sql, naming)
    naming.catch(() => names.delete(db.sql))
  }
  const name = await naming
  let entry = held.get(name)
  if (entry === undefined) {
    entry = {
      lexicon: new Lexicon(),
      loaded: new Set(),
      highest: -1,
      checkedAt: 0,
      refreshing: undefined,
    }
    held.set(name, entry)
  }
  return entry
}

function refresh(db: Tx, entry: Held): Promise<void> {
  entry.refreshing ??= load(db, entry).finally(() => {
    entry.refreshing = undefined
  })
  return entry.refreshing
}

async function load(db: Tx, entry: Held): Promise<void> {
  entry.checkedAt = Date.now()
  const isFirst = entry.highest < 0
  const after = isFirst ? -1 : entry.highest - lookBack
  const limit = isFirst ? rowsAtOnce.first : rowsAtOnce.later
  const rows = await selectWordRows(db, after, [...entry.loaded], limit)
  const isGap = rows.some(({ folds_up_to }) => folds_up_to !== null && folds_up_to > entry.highest)
  if (!isFirst && isGap) {
    entry.lexicon = new Lexicon()
    entry.loaded.clear()
    entry.highest = -1
    return load(db, entry)
  }
  for (const row of rows) {
    entry.loaded.add(row.id)
    if (isFirst || row.folds_up_to === null) entry.lexicon.add(row)
    entry.highest = Math.max(entry.highest, row.id)
  }
  entry.highest = Math.max(entry.highest, 0)
  for (const id of entry.loaded) if (id < entry.highest - lookBack) entry.loaded.delete(id)
}
