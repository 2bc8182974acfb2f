import type { Tx } from '../core/database.ts'
import { correctCodes } from './code-slips.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery, type QueryPlan } from './plan.ts'
import { type HitRow, selectHits } from './queries-search.ts'
import { selectHasAny } from './queries-suggest.ts'
import type { SearchRequest, SearchResult } from './request.ts'
import { quoteTerm } from './score-expression.ts'
import { bounds, browseStatement, planRounds, searchStatement } from './search-statement.ts'

const nothing: SearchResult = {
  hits: [],
  hasMore: false,
  totalCount: 0,
  isTotalExact: true,
  correction: null,
}

/** A page of what fits the request, best first. */
export async function searchDocuments(db: Tx, request: SearchRequest): Promise<SearchResult> {
  if (request.query.trim() === '') return browse(db, request)
  const { plan, documents } = await planFor(db, request)
  const rounds = planRounds(plan, request, documents)
  if (rounds.length === 0) return nothing
  const rows = await selectHits(db, searchStatement(plan, request, documents))
  const found = rows[0]?.found ?? []
  return {
    ...pageOf(rows, request.limit),
    totalCount: found.reduce((sum, count) => sum + count, 0),
    isTotalExact: found.every((count, index) => count < (rounds[index]?.limit ?? 0)),
    correction: plan.correction,
  }
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

async function browse(db: Tx, request: SearchRequest): Promise<SearchResult> {
  const rows = await selectHits(db, browseStatement(request))
  const totalCount = rows[0]?.found[0] ?? 0
  return {
    ...pageOf(rows, request.limit),
    totalCount,
    isTotalExact: totalCount < bounds.browse,
    correction: null,
  }
}

/** Hits of the rows, without the surplus one that says there is more. */
export function pageOf(
  rows: readonly HitRow[],
  limit: number,
): Pick<SearchResult, 'hits' | 'hasMore'> {
  const hits = rows.slice(0, limit).map(({ product_id, tier, value }) => ({
    productId: product_id,
    score: value / 1000,
    key: [tier, value, product_id] as const,
  }))
  return { hits, hasMore: rows.length > limit }
}
