import type { Tx } from '../core/database.ts'
import { prepare } from './prepare.ts'
import { type HitRow, selectHits } from './queries-search.ts'
import type { SearchHit, SearchRequest, SearchResult, Shown } from './request.ts'
import {
  bounds,
  browseStatement,
  isCutShort,
  planRounds,
  type Round,
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

/** What a request for a page comes down to. */
interface Prepared {
  readonly statement: Statement
  readonly rounds: readonly Round[]
  readonly correction: string | null
}

/** A page of what fits the request, best first, with what is to be shown of it. */
export async function searchDocuments<Row extends object>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Row>> {
  if (request.query.trim() === '') return browse(db, request, shown)
  const { statement, rounds, correction } = await prepared(db, request, shown)
  if (rounds.length === 0) return nothing
  const { rows, found, left } = await selectHits<Row>(db, statement)
  return {
    hits: hitsOf(rows),
    rows,
    hasMore: left > request.limit,
    totalCount: found.reduce((sum, count) => sum + count, 0),
    isTotalExact: !isCutShort(rounds, found),
    correction,
  }
}

async function prepared(db: Tx, request: SearchRequest, shown?: Shown): Promise<Prepared> {
  return await prepare(db, request, `page ${shown?.key}`, (plan, documents) => ({
    statement: searchStatement(plan, request, documents, shown),
    rounds: planRounds(plan, request, documents),
    correction: plan.correction,
  }))
}

async function browse<Row extends object>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Row>> {
  const { rows, found, left } = await selectHits<Row>(db, browseStatement(request, shown))
  const [totalCount = 0] = found
  return {
    hits: hitsOf(rows),
    rows,
    hasMore: left > request.limit,
    totalCount,
    isTotalExact: totalCount < bounds.browse,
    correction: null,
  }
}

/** Hits of the rows. */
export const hitsOf = (rows: readonly HitRow[]): SearchHit[] =>
  rows.map(({ product_id, tier, value }) => ({
    productId: product_id,
    score: value / 1000,
    key: [tier, value, product_id] as const,
  }))
