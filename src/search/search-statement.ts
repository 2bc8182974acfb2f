import { codeTerm } from './analysis/words.ts'
import { priors } from './boost.ts'
import { conditionsOf } from './filter-conditions.ts'
import { hasIndex, narrowed, narrowingQuery } from './filter-terms.ts'
import { Parameters } from './parameters.ts'
import type { QueryPlan } from './plan.ts'
import type { SearchRequest, SearchSort, Shown } from './request.ts'
import { quoteTerm, scoreExpression } from './score-expression.ts'
import { forbiddenCondition, wayJoin, waysTable } from './shipping-way.ts'
import { sortExpression } from './sort-expression.ts'
import { codesQuery, estimateAll, namedQuery, roundsOf, tellingDocuments } from './term-query.ts'

/** A statement's text with its values, in the order of the placeholders. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** Whether its plan must use indexes: one for all sellers takes each for the average one, with many rows. */
  readonly byIndex?: boolean
}

/**
 * Candidates each round reads at the most; `sorted` with every word where they need no score. What is
 * past them is neither found nor counted, which keeps the slowest search on a large catalogue near
 * the average one: of a million products the best ten have 99.6 % of the score that reading all would
 * give them (measured).
 */
export const bounds = {
  all: 600,
  sorted: 5000,
  some: 500,
  any: tellingDocuments,
  browse: 1000,
  enough: 60,
}

/** Ranks a hit stands in before its score counts. */
const tiers = { code: 3, all: 2, some: 1 }

const bestFirst = 'order by tier desc, value desc, product_id'

/** One round: what it looks for, how much it may read, and when it runs at all. */
export interface Round {
  readonly name: string
  readonly tier: number
  readonly limit: number
  /** The round whose candidates count against this one's limit. */
  readonly sharesWith: string | undefined
  /** Tsquery that documents must match. */
  readonly query: string
  /** Runs only while the rounds before found fewer than this. */
  readonly unlessFound: number | undefined
  /** The rounds before: what they found is not found again. */
  readonly after: readonly string[]
}

/** The rounds of a plan: article numbers, every word, then ever fewer words while hits are few. */
export function planRounds(plan: QueryPlan, request: SearchRequest, documents: number): Round[] {
  const rounds: Round[] = []
  const isScored = request.sort === 'relevance'
  const unlessFound = (tier: number) => {
    if (tier === tiers.code) return undefined
    if (plan.isCodeOnly) return 1
    if (tier === tiers.all) return undefined
    return isScored ? bounds.enough : 1
  }
  const add = (name: string, tier: number, limit: number, query: string | undefined) => {
    if (query === undefined) return
    const before = rounds.map((round) => round.name)
    rounds.push({
      name,
      tier: isScored ? tier : 0,
      limit,
      sharesWith: name === 'whole' ? before.find((one) => one === 'named') : undefined,
      query,
      unlessFound: unlessFound(tier),
      after: before,
    })
  }
  add('codes', tiers.code, bounds.all, codesQuery(plan.codes))
  if (plan.slots.length > 0) {
    const { all, some, any, anyHoldsSome } = roundsOf(plan.slots, documents)
    const most = isScored ? bounds.all : bounds.sorted
    const isMany = estimateAll(plan.slots, documents) > most
    if (isMany) add('named', tiers.all, most, namedQuery(plan.slots))
    add('whole', tiers.all, most, all)
    // Where scores sort, one round does for two.
    if (!(isScored && anyHoldsSome)) add('fewer', tiers.some, bounds.some, some)
    add('telling', tiers.some, bounds.any, any)
  }
  return rounds
}

/** Whether rounds that found so many may have left something out. */
export function isCutShort(rounds: readonly Round[], found: readonly number[]): boolean {
  return rounds.some(({ limit, sharesWith }, index) => {
    const shared = found[rounds.findIndex(({ name }) => name === sharesWith)] ?? 0
    return (found[index] ?? 0) + shared >= limit
  })
}

/** SQL for how many candidates a round may still read. */
export const limitOf = ({ limit, sharesWith }: Round): string =>
  sharesWith === undefined
    ? `${limit}`
    : `greatest(0, ${limit} - (select count(*) from ${sharesWith}))`

/** The statement that answers a page of a search with words. */
export function searchStatement(
  plan: QueryPlan,
  request: SearchRequest,
  documents: number,
  shown?: Shown,
): Statement {
  const parameters = new Parameters()
  const rounds = planRounds(plan, request, documents)
  const where = whereOf(request, parameters)
  const join = wayJoin(request, parameters)
  const value = sortExpression(request, (p) => scoreExpression(plan.slots, p), parameters)
  const narrow = narrowingQuery(request, { hasWords: true })
  const tables = rounds.map((round) => {
    const query = (text: string) => parameters.add(text, 'tsquery')
    const conditions = [
      ...gateOf(round),
      `d.terms @@ ${query(narrowed(round.query, narrow))}`,
      ...where,
    ]
    const bonus = round.tier === tiers.code ? codeBonus(plan.codes, parameters) : ''
    return `${round.name} as materialized (select d.product_id, ${round.tier} as tier, ${value}${bonus} as value
      from search_documents d ${join} where ${conditions.join(' and ')} limit ${limitOf(round)})`
  })
  const ways = waysTable(request, parameters)
  const hits = rounds.map(({ name }) => `select * from ${name}`).join(' union all ')
  const after = afterCondition(request, parameters).map((condition) => `where ${condition}`)
  const page = `select * from (${hits}) hits ${after.join('')}
    ${bestFirst} limit ${parameters.add(request.limit + 1, 'int')}`
  const counts = rounds.map(({ name }) => `(select count(*) from ${name})`)
  const found = { tables: [...(ways ? [ways] : []), ...tables], page, counts }
  return statementOf(found, request, parameters, shown)
}

/** What a page is read from: tables before it, its own select with a surplus row, what is counted. */
interface Found {
  readonly tables: readonly string[]
  readonly page: string
  readonly counts: readonly string[]
}

/**
 * The statement of a page, with what is shown of each hit looked up in the same snapshot. It answers one
 * row: how many documents each round found and how many hits were left, the places of the hits, and the
 * JSON of what is shown; one row takes the driver a fraction of what twenty do. The surplus hit is
 * counted and not read.
 */
function statementOf(
  { tables, page, counts }: Found,
  { limit }: SearchRequest,
  parameters: Parameters,
  shown: Shown | undefined,
): Statement {
  const hits = `(select * from page ${bestFirst} limit ${parameters.add(limit, 'int')}) hits`
  const select = shown?.select((value, type) => parameters.add(value, type))
  // Without `offset 0` a general plan would read every product to join the few.
  const rows = select
    ? `select hits.*, shown.* from ${hits} cross join lateral (${select} offset 0) shown ${bestFirst}`
    : `select * from ${hits} ${bestFirst}`
  const json = select
    ? `, string_agg(json, ',') as json,
      json_object_agg(product_id, aside) filter (where aside is not null) as asides`
    : ''
  return {
    text: `with ${[...tables, `page as materialized (${page})`].join(',\n')}
      select concat_ws(',', ${counts.join(', ')}, (select count(*) from page)) as found,
        string_agg(concat_ws(',', tier, value, product_id), ' ') as places${json}
      from (${rows}) shown`,
    values: parameters.values,
  }
}

/** What lets a round begin, and what it leaves to the rounds before it. */
export function gateOf({ after, unlessFound }: Round): string[] {
  const found = after.map((name) => `(select count(*) from ${name})`).join(' + ')
  return [
    ...(unlessFound === undefined ? [] : [`${found} < ${unlessFound}`]),
    // Looked up in a hash: matching their terms once more took a third of a later round (measured).
    ...after.map((name) => `d.product_id not in (select product_id from ${name})`),
  ]
}

/**
 * The more of the query an article number covers, the surer it is what was meant. Padded by worthless
 * ones, so that statements come in few shapes.
 */
function codeBonus(codes: readonly string[], parameters: Parameters): string {
  const count = 3 * Math.ceil(codes.length / 3)
  return Array.from({ length: count }, (_, index) => {
    const code = codes[index]
    const term = quoteTerm(codeTerm(code ?? codes[0]!))
    const worth = code === undefined ? 0 : code.length * 100_000
    return ` + (d.terms @@ ${parameters.add(term, 'tsquery')})::int * ${parameters.add(worth, 'int')}`
  }).join('')
}

/**
 * The statement that answers a page without words. What few documents pass is read whole and sorted; of
 * many, counted to a bound, the page comes from a walk along the sort, which meets them soon.
 */
export function browseStatement(request: SearchRequest, shown?: Shown): Statement {
  const parameters = new Parameters()
  const where = whereOf(request, parameters)
  const join = wayJoin(request, parameters)
  const sort = request.sort === 'relevance' ? 'bestSelling' : request.sort
  const value = sortExpression({ ...request, sort }, () => priors, parameters)
  const narrow = narrowingQuery(request, { hasWords: false })
  if (narrow) where.unshift(`d.terms @@ ${parameters.add(narrow, 'tsquery')}`)
  const hits = `select d.product_id, 0 as tier, ${value} as value
    from search_documents d ${join} where ${where.join(' and ')}`
  const ways = waysTable(request, parameters)
  const few = `few as materialized (${hits} limit ${bounds.browse})`
  const count = '(select count(*) from few)'
  const limit = parameters.add(request.limit + 1, 'int')
  // Plain columns, so that search_documents_newest and search_documents_sold can be walked.
  const column =
    sort === 'newest' ? 'd.created_at' : sort === 'bestSelling' ? 'd.sold_count' : value
  const after = afterCondition(request, parameters)
  const page = `select * from (
      select * from few where ${[`${count} < ${bounds.browse}`, ...after].join(' and ')}
      union all
      (${hits} and ${count} >= ${bounds.browse} ${browseAfter(request, sort, column, parameters)}
        order by ${column} desc, d.product_id limit ${limit})) hits
    ${bestFirst} limit ${limit}`
  const tables = [...(ways ? [ways] : []), few]
  const statement = statementOf({ tables, page, counts: [count] }, request, parameters, shown)
  return { ...statement, byIndex: hasIndex(request, narrow) }
}

function browseAfter(
  { after }: SearchRequest,
  sort: SearchSort,
  column: string,
  parameters: Parameters,
): string {
  if (!after) return ''
  const [, value, productId] = after
  const number = parameters.add(value, 'bigint')
  const last =
    sort === 'newest' ? `(timestamptz 'epoch' + ${number} * interval '1 millisecond')` : number
  const id = parameters.add(productId, 'uuid')
  return `and (${column} < ${last} or ${column} = ${last} and d.product_id > ${id})`
}

/** Everything that narrows a search but its words. */
export function whereOf(request: SearchRequest, parameters: Parameters): string[] {
  const { hard, byFacet } = conditionsOf(request, parameters)
  const forbidden = forbiddenCondition(request, parameters)
  return [...hard, ...(forbidden ? [forbidden] : []), ...byFacet.values()]
}

function afterCondition({ after }: SearchRequest, parameters: Parameters): string[] {
  if (!after) return []
  const [tier, value, productId] = after
  const last = `(${parameters.add(tier, 'int')}, ${parameters.add(value, 'bigint')})`
  const id = parameters.add(productId, 'uuid')
  return [`((tier, value) < ${last} or (tier, value) = ${last} and product_id > ${id})`]
}
