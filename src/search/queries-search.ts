import type postgres from 'postgres'
import { byteTextOf } from '../core/byte-text.ts'
import type { Tx } from '../core/database.ts'
import { rawRowOf, rowsOf } from '../core/rows.ts'
import { byIndexes, underSettings } from './queries-settings.ts'
import type { SearchHit, SearchResult } from './request.ts'
import type { Statement } from './search-statement.ts'

/** A page of hits. */
export interface HitPage<Aside> extends Pick<SearchResult<Aside>, 'hits' | 'json' | 'asides'> {
  /** How many documents each round found. */
  readonly found: readonly number[]
  /** Hits left for the page and beyond, one more than it shows at the most. */
  readonly left: number
}

/** Runs a statement that answers a page of hits, with what it shows of them. */
export async function selectHits<Aside>(db: Tx, statement: Statement): Promise<HitPage<Aside>> {
  const [found, places, json, asides] = rawRowOf(await run(db, statement, (query) => query.raw()))
  const counts = byteTextOf(found!).split(',').map(Number)
  return {
    hits: places ? byteTextOf(places).split(' ').map(hitOf) : [],
    found: counts.slice(0, -1),
    left: counts.at(-1)!,
    json: json ? byteTextOf(json) : '',
    asides: asides ? JSON.parse(asides.toString()) : null,
  }
}

function hitOf(place: string): SearchHit {
  const [tier, value, productId] = place.split(',') as [string, string, string]
  const score = Number(value)
  return { productId, score: score / 1000, key: [Number(tier), score, productId] }
}

export interface FacetRow {
  facet: string
  value: string | null
  count: number
}

/** Runs a statement that answers counts of facet values. */
export async function selectFacetCounts(db: Tx, statement: Statement): Promise<FacetRow[]> {
  type Answer = { facet: string; values: (string | null)[] | null; counts: number[] }
  const lists = rowsOf<Answer>(await run(db, statement, (query) => query.values()))
  return lists.flatMap(({ facet, values, counts }) =>
    (values ?? []).map((value, index) => ({ facet, value, count: counts[index]! })),
  )
}

// The text depends on the shape of the query only, so that one preparation serves many queries. Left to
// itself PostgreSQL plans each anew, which costs as much as running it (measured). Connections kept for
// searches do not; elsewhere, and where a plan must use indexes, three commands travel together.
async function run<Answer>(
  db: Tx,
  { text, values, byIndex = false }: Statement,
  read: (query: postgres.PendingQuery<postgres.Row[]>) => PromiseLike<Answer>,
): Promise<Answer> {
  const settings = {
    ...(db.plansOnce ? {} : { plan_cache_mode: 'force_generic_plan' }),
    ...(byIndex ? byIndexes : {}),
  }
  const answer = read(db.sql.unsafe(text, values as never[], { prepare: true }))
  return await underSettings(db, settings, answer)
}

/** Codes of indexed products that begin or end like a mistyped one. */
export async function selectCodesLike(db: Tx, query: string, limit: number): Promise<string[]> {
  const rows = await underSettings(
    db,
    byIndexes,
    db.sql<{ codes: string[] }[]>`
      select codes from search_documents where terms @@ ${query}::tsquery limit ${limit}`,
  )
  return rows.flatMap(({ codes }) => codes)
}

/** For each tsquery how many documents match it, up to a limit. */
export async function selectCounts(
  db: Tx,
  queries: readonly string[],
  limit: number,
): Promise<number[]> {
  const rows = await underSettings(
    db,
    byIndexes,
    db.sql<{ found: number }[]>`
      select (select count(*)::int from (select 1 from search_documents
        where terms @@ q.query::tsquery limit ${limit}) one) as found
      from unnest(${queries as string[]}::text[]) with ordinality as q(query, position)
      order by position`,
  )
  return rows.map(({ found }) => found)
}

/** Terms that head or narrow the title of a document. */
export async function selectTitleTerms({ sql }: Tx, productId: string): Promise<string[]> {
  const rows = await sql<{ lexeme: string }[]>`
    select t.lexeme from search_documents d, unnest(d.terms) t
    where d.product_id = ${productId} and t.weights && array['A', 'B']`
  return rows.map(({ lexeme }) => lexeme)
}
