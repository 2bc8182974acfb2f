import type { Tx } from '../core/database.ts'
import type { WordRow } from './lexicon.ts'

/** A name that no other database in reach shares. */
export async function selectDatabaseName({ sql }: Tx): Promise<string> {
  const [row] = await sql<{ name: string }[]>`
    select concat_ws('/', current_database(), pg_postmaster_start_time(),
      (select oid from pg_database where datname = current_database())) as name`
  return row?.name ?? ''
}

/** Word counts appended after an id, without those known already, in order. */
export async function selectWordRows(
  { sql }: Tx,
  after: number,
  known: readonly number[],
): Promise<WordRow[]> {
  return await sql<WordRow[]>`
    select id, language, folds_up_to, documents, words, counts from search_words
    where id > ${after} and not (id = any(${known as number[]}::bigint[])) order by id`
}
