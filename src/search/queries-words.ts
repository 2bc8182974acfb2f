import type { Tx } from '../core/database.ts'
import type { WordRow } from './lexicon.ts'

/** A row as it travels: one text is read a dozen times as fast as an array of them. */
interface PackedRow extends Omit<WordRow, 'words' | 'counts'> {
  readonly words: string
  readonly counts: string
}

const packed = `id, language, folds_up_to, documents, array_to_string(words, chr(10)) as words,
  array_to_string(counts, ',') as counts`

const unpack = ({ words, counts, ...row }: PackedRow): WordRow => ({
  ...row,
  words: words === '' ? [] : words.split('\n'),
  counts: counts === '' ? [] : counts.split(',').map(Number),
})

/** A name that no other database in reach shares. */
export async function selectDatabaseName({ sql }: Tx): Promise<string> {
  const [row] = await sql<{ name: string }[]>`
    select concat_ws('/', current_database(), pg_postmaster_start_time(),
      (select oid from pg_database where datname = current_database())) as name`
  return row?.name ?? ''
}

/**
 * Word counts appended after an id, without those known already: folded rows and the latest others, as
 * many as can be read in a moment. What is left out is asked for again.
 */
export async function selectWordRows(
  { sql }: Tx,
  after: number,
  known: readonly number[],
  limit: number,
): Promise<WordRow[]> {
  const rows = await sql<PackedRow[]>`
    select ${sql.unsafe(packed)} from search_words
    where id > ${after} and not (id = any(${known as number[]}::bigint[]))
    order by folds_up_to is null, id desc limit ${limit}`
  return rows.map(unpack)
}

/** Rows of word counts, oldest first, kept from other nodes that fold; none while one of them does. */
export async function lockWordRows({ sql }: Tx, limit: number): Promise<WordRow[]> {
  const [turn] = await sql<{ is_mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('search_words')) as is_mine`
  if (!turn?.is_mine) return []
  const rows = await sql<PackedRow[]>`
    select ${sql.unsafe(packed)} from search_words order by id limit ${limit}`
  return rows.map(unpack)
}

export interface FoldedWords {
  readonly language: string
  readonly foldsUpTo: number
  readonly documents: number
  readonly words: readonly string[]
  readonly counts: readonly number[]
}

/** Writes one row in the place of many. */
export async function insertFoldedWords({ sql }: Tx, row: FoldedWords): Promise<void> {
  await sql`
    insert into search_words (language, folds_up_to, documents, words, counts)
    values (${row.language}, ${row.foldsUpTo}, ${row.documents},
      string_to_array(${row.words.join('\n')}, chr(10)),
      string_to_array(${row.counts.join()}, ',')::int[])`
}

/** Takes rows of word counts away. */
export async function deleteWordRows({ sql }: Tx, ids: readonly number[]): Promise<void> {
  await sql`delete from search_words where id = any(${ids as number[]}::bigint[])`
}
