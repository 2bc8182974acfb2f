import type { Tx } from '../core/database.ts'
import { rowsOf } from '../core/rows.ts'
import type { Statement } from './search-statement.ts'

export interface HitRow {
  product_id: string
  tier: number
  value: number
  /** How many documents each round found, then how many hits were left for the page, separated by commas. */
  found: string
}

/** A page of hits. */
export interface HitPage<Row> {
  readonly rows: readonly (HitRow & Row)[]
  /** How many documents each round found; none where no hit was left. */
  readonly found: readonly number[]
  /** Hits left for the page and beyond, one more than it shows at the most. */
  readonly left: number
}

/** Runs a statement that answers a page of hits, with what it shows of them. */
export async function selectHits<Row extends object = object>(
  db: Tx,
  statement: Statement,
): Promise<HitPage<Row>> {
  const rows = await run<HitRow & Row>(db, statement)
  const counts = rows[0]?.found.split(',').map(Number) ?? []
  return { rows, found: counts.slice(0, -1), left: counts.at(-1) ?? 0 }
}

export interface FacetRow {
  facet: string
  value: string | null
  count: number
}

/** Runs a statement that answers counts of facet values. */
export async function selectFacetCounts(db: Tx, statement: Statement): Promise<FacetRow[]> {
  type Answer = { facet: string; values: (string | null)[] | null; counts: number[] }
  const lists = await run<Answer>(db, statement)
  return lists.flatMap(({ facet, values, counts }) =>
    (values ?? []).map((value, index) => ({ facet, value, count: counts[index]! })),
  )
}

// The text depends on the shape of the query only, so that one preparation serves many queries. Left to
// itself PostgreSQL plans each anew, which costs as much as running it (measured). Connections kept for
// searches do not; elsewhere three commands travel together.
async function run<Row extends object>(
  { sql, plansOnce }: Tx,
  { text, values }: Statement,
): Promise<Row[]> {
  const answer = () => sql.unsafe(text, values as never[], { prepare: true }).values()
  if (plansOnce) return rowsOf<Row>(await answer())
  const [, rows] = await Promise.all([
    sql.unsafe('set plan_cache_mode = force_generic_plan'),
    answer(),
    sql.unsafe('reset plan_cache_mode'),
  ])
  return rowsOf<Row>(rows)
}

/** Codes of indexed products that begin or end like a mistyped one. */
export async function selectCodesLike(
  { sql }: Tx,
  query: string,
  limit: number,
): Promise<string[]> {
  const [, rows] = await Promise.all([
    sql.unsafe('set enable_seqscan = off'),
    sql<{ codes: string[] }[]>`
      select codes from search_documents where terms @@ ${query}::tsquery limit ${limit}`,
    sql.unsafe('reset enable_seqscan'),
  ])
  return rows.flatMap(({ codes }) => codes)
}

/** For each tsquery how many documents match it, up to a limit. */
export async function selectCounts(
  { sql }: Tx,
  queries: readonly string[],
  limit: number,
): Promise<number[]> {
  const [, rows] = await Promise.all([
    sql.unsafe('set enable_seqscan = off'),
    sql<{ found: number }[]>`
      select (select count(*)::int from (select 1 from search_documents
        where terms @@ q.query::tsquery limit ${limit}) one) as found
      from unnest(${queries as string[]}::text[]) with ordinality as q(query, position)
      order by position`,
    sql.unsafe('reset enable_seqscan'),
  ])
  return rows.map(({ found }) => found)
}

/** Terms that head or narrow the title of a document. */
export async function selectTitleTerms({ sql }: Tx, productId: string): Promise<string[]> {
  const rows = await sql<{ lexeme: string }[]>`
    select t.lexeme from search_documents d, unnest(d.terms) t
    where d.product_id = ${productId} and t.weights && array['A', 'B']`
  return rows.map(({ lexeme }) => lexeme)
}
