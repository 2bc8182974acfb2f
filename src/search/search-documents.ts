import { LRUCache } from 'lru-cache'
import type { Tx } from '../core/database.ts'
import { correctCodes } from './code-slips.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery, type QueryPlan } from './plan.ts'
import { type HitRow, selectHits } from './queries-search.ts'
import { selectHasAny } from './queries-suggest.ts'
import type { SearchRequest, SearchResult, Shown } from './request.ts'
import { quoteTerm } from './score-expression.ts'
import {
  bounds,
  browseStatement,
  planRounds,
  type Statement,
  searchStatement,
} from './search-statement.ts'

const nothing: SearchResult<never> = {
  hits: [],
  rows: [],
  hasMore: false,
  totalCount: 0,
  isTotalExact: true,
  correction: null,
}

/** What a request comes down to: planned once for as long as the lexicon says the same. */
interface Prepared {
  readonly statement: Statement
  readonly limits: readonly number[]
  readonly correction: string | null
}

const prepared = new LRUCache<string, Prepared>({ max: 1_000 })

/** A page of what fits the request, best first, with what is to be shown of it. */
export async function searchDocuments<Row extends object>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Row>> {
  if (request.query.trim() === '') return browse(db, request, shown)
  const { statement, limits, correction } = await prepare(db, request, shown)
  if (limits.length === 0) return nothing
  const rows = await selectHits<Row>(db, statement)
  const found = foundIn(rows)
  return {
    ...pageOf(rows, request.limit),
    totalCount: found.reduce((sum, count) => sum + count, 0),
    isTotalExact: found.every((count, index) => count < (limits[index] ?? 0)),
    correction,
  }
}

// Holds no result, so that what is found is never older than the catalogue.
async function prepare(db: Tx, request: SearchRequest, shown?: Shown): Promise<Prepared> {
  const lexicon = await lexiconOf(db)
  const key = `${lexicon.id} ${lexicon.version} ${shown?.key} ${JSON.stringify(request)}`
  const known = prepared.get(key)
  if (known) return known
  const { plan, documents } = await planFor(db, request)
  const made: Prepared = {
    statement: searchStatement(plan, request, documents, shown),
    limits: planRounds(plan, request, documents).map(({ limit }) => limit),
    correction: plan.correction,
  }
  // A word that no product has may be in one the next moment.
  if (plan.unknown.length === 0 && key.length < 2_000) prepared.set(key, made)
  return made
}

/** The plan of a request's words, made with a lexicon that knows them where any committed product does. */
export async function planFor(
  db: Tx,
  { query, languages }: Pick<SearchRequest, 'query' | 'languages'>,
): Promise<{ plan: QueryPlan; documents: number }> {
  const read = (known: Lexicon) => {
    const chain = [...new Set([...languages, ...known.languages.slice(0, 4)])]
    return planQuery(query, known, chain.length > 0 ? chain : ['en'])
  }
  let lexicon = await lexiconOf(db)
  let plan = read(lexicon)
  if (plan.unknown.length > 0) {
    lexicon = await freshLexiconOf(db)
    plan = read(lexicon)
  }
  // The lexicon may have forgotten a rare word, or not read it yet; the index has not.
  if (plan.unknown.length > 0 && (await learnUnknown(db, lexicon, plan))) plan = read(lexicon)
  if (plan.unknown.length > 0) plan = await correctCodes(db, query, plan)
  return { plan, documents: lexicon.documents }
}

async function learnUnknown(db: Tx, lexicon: Lexicon, { unknown }: QueryPlan): Promise<boolean> {
  const found = await selectHasAny(
    db,
    unknown.map(({ term }) => quoteTerm(term)),
  )
  unknown.forEach(({ text, term }, index) => {
    if (found[index]) lexicon.learn(text, term)
  })
  return found.includes(true)
}

async function browse<Row extends object>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Row>> {
  const rows = await selectHits<Row>(db, browseStatement(request, shown))
  const [totalCount = 0] = foundIn(rows)
  return {
    ...pageOf(rows, request.limit),
    totalCount,
    isTotalExact: totalCount < bounds.browse,
    correction: null,
  }
}

const foundIn = ([first]: readonly HitRow[]): number[] =>
  first === undefined ? [] : first.found.split(',').map(Number)

/** Hits of the rows, without the surplus one that says there is more. */
export function pageOf<Row extends HitRow>(
  rows: readonly Row[],
  limit: number,
): Pick<SearchResult<Row>, 'hits' | 'rows' | 'hasMore'> {
  const hits = rows.slice(0, limit).map(({ product_id, tier, value }) => ({
    productId: product_id,
    score: value / 1000,
    key: [tier, value, product_id] as const,
  }))
  return { hits, rows: rows.slice(0, limit), hasMore: rows.length > limit }
}
