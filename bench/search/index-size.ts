import type { Database } from '../../src/core/database.ts'
import { flushIndex } from '../../src/search/flush-index.ts'
import { foldWords } from '../../src/search/fold-words.ts'
import { settle } from '../support/database.ts'
import type { Figure } from '../support/report.ts'

/** Does what the worker's jobs do in the minutes after an import. */
export async function settleSearch(database: Database): Promise<void> {
  await flushIndex(database)
  while ((await foldWords(database)) > 0);
  await settle(database)
}

/** What the index takes, and how long making its terms anew takes. */
export async function indexSize(database: Database): Promise<Figure[]> {
  const begun = performance.now()
  await database.read(({ sql }) => sql`reindex index search_documents_terms`, {
    deadlineMs: 900_000,
  })
  const build = (performance.now() - begun) / 1000
  const [row] = await database.read(
    ({ sql }) => sql<{ rows: number; terms: number; all: number; cards: number }[]>`
      select pg_table_size('search_documents')::float8 / 1048576 as rows,
        pg_relation_size('search_documents_terms')::float8 / 1048576 as terms,
        (pg_total_relation_size('search_documents') + pg_total_relation_size('search_attributes')
          + pg_total_relation_size('search_words'))::float8 / 1048576 as all,
        pg_total_relation_size('product_cards')::float8 / 1048576 as cards`,
  )
  const figure = (name: string, value: number, unit: string): Figure => ({
    group: 'search index',
    name,
    value,
    unit,
  })
  return [
    figure('documents', row!.rows, 'MiB'),
    figure('index of terms', row!.terms, 'MiB'),
    figure('everything search stores', row!.all, 'MiB'),
    figure('cards of what it finds', row!.cards, 'MiB'),
    figure('building the index of terms', build, 's'),
  ]
}
