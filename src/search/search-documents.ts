import type { Tx } from '../core/database.ts'
import { prepare } from './prepare.ts'
import { selectHits } from './queries-search.ts'
import type { SearchRequest, SearchResult, Shown } from './request.ts'
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
  json: '',
  asides: null,
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
export async function searchDocuments<Aside = never>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Aside>> {
  if (request.query.trim() === '') return browse(db, request, shown)
  const { statement, rounds, correction } = await prepared(db, request, shown)
  if (rounds.length === 0) return nothing
  const { found, left, ...page } = await selectHits<Aside>(db, statement)
  return {
    ...page,
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

async function browse<Aside = never>(
  db: Tx,
  request: SearchRequest,
  shown?: Shown,
): Promise<SearchResult<Aside>> {
  const { found, left, ...page } = await selectHits<Aside>(db, browseStatement(request, shown))
  const [totalCount = 0] = found
  return {
    ...page,
    hasMore: left > request.limit,
    totalCount,
    isTotalExact: totalCount < bounds.browse,
    correction: null,
  }
}
