import { attributeKey } from './attributes.ts'
import { conditionsOf, origin, priceExpression } from './filter-conditions.ts'
import { hasIndex, narrowed, narrowingQuery } from './filter-terms.ts'
import { Parameters } from './parameters.ts'
import type { QueryPlan } from './plan.ts'
import type { SearchRequest } from './request.ts'
import {
  bounds,
  gateOf,
  limitOf,
  planRounds,
  type Round,
  type Statement,
} from './search-statement.ts'
import { forbiddenCondition, wayJoin, waysTable } from './shipping-way.ts'

/** Facets a search can be asked for. */
export const facets = [
  'category',
  'seller',
  'brand',
  'shipsFrom',
  'condition',
  'price',
  'rating',
  'sellerScore',
  'deliveryDays',
  'attributes',
] as const
export type Facet = (typeof facets)[number]

/** Borders of the price histogram in minor units: 1, 2, 5, 10, … */
export const priceBorders: readonly number[] = Array.from({ length: 12 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat()

const steps = {
  rating: [4, 3, 2, 1],
  sellerScore: [95, 90, 80, 70],
  deliveryDays: [3, 5, 7, 10, 14, 21, 30],
}
const valueLimit = 50
const entryLimit = 400

// Values with the same count in the order of their bytes: comparing by the database's locale took a quarter
// of counting attributes (measured).
const mostFirst = (value: string) => `order by count desc, (${value}) collate "C"`

/** Counts of a facet, from a table of what passes every filter but its own. */
type Base = (facet: string) => string

/**
 * One statement that counts every facet asked for over documents that the search reads. A facet does not
 * filter itself: each that filters has documents of its own, which pass every filter but that one; the
 * others count what passes all.
 */
export function facetStatement(
  plan: QueryPlan | undefined,
  request: SearchRequest,
  documents: number,
  wanted: readonly Facet[],
): Statement {
  const parameters = new Parameters()
  const { hard, byFacet } = conditionsOf(request, parameters)
  const forbidden = forbiddenCondition(request, parameters)
  const always = [...hard, ...(forbidden ? [forbidden] : [])]
  const from = `select ${columnsOf(request, wanted, parameters)}
    from search_documents d ${wayJoin(request, parameters)}`
  const rounds = plan ? planRounds(plan, request, documents) : []
  const hasWords = rounds.length > 0
  const narrowWithout = (facet?: string) => narrowingQuery(request, { hasWords, without: facet })
  const tableWithout = (facet?: string) => {
    const others = [...byFacet].flatMap(([name, condition]) => (name === facet ? [] : [condition]))
    const where = [...always, ...others]
    const narrow = narrowWithout(facet)
    return hasWords
      ? roundsTable(rounds, from, where, narrow, parameters)
      : browseTable(from, where, narrow, parameters)
  }
  const own = [...byFacet.keys()].filter((name) => wanted.includes(facetOf(name)))
  const base: Base = (facet) => (own.includes(facet) ? `base_${own.indexOf(facet)}` : 'base')
  const ways = waysTable(request, parameters)
  const tables = [
    ...(ways ? [ways] : []),
    `base as materialized (${tableWithout()})`,
    ...own.map((facet) => `${base(facet)} as materialized (${tableWithout(facet)})`),
  ]
  const counts = wanted.flatMap((facet) =>
    countsOf(facet, request, base, parameters).map((count) => inOneRow(facet, count)),
  )
  return {
    text: `with ${tables.join(',\n')}\n${counts.join('\nunion all\n')}`,
    values: parameters.values,
    byIndex: !hasWords && hasIndex(request, narrowWithout()),
  }
}

/** The facet that a filter belongs to: `attribute:colour` is one of attributes. */
const facetOf = (filter: string): Facet =>
  filter.startsWith('attribute:') ? 'attributes' : (filter as Facet)

/** What facets are counted from; only what is asked for is computed. */
function columnsOf(request: SearchRequest, wanted: readonly Facet[], parameters: Parameters) {
  return [
    'd.product_id, d.seller_id, d.brand, d.brand_key, d.category_ids, d.condition',
    `${origin} as ships_from`,
    'd.rating_average',
    `${wanted.includes('price') ? priceExpression(request, parameters) : 'null'} as price`,
    request.destination ? 'way.days as days' : 'null::int as days',
  ].join(', ')
}

/** What a search with words finds, under the given conditions. */
function roundsTable(
  rounds: readonly Round[],
  from: string,
  where: readonly string[],
  narrow: string | undefined,
  parameters: Parameters,
): string {
  const tables = rounds.map((round) => {
    const query = parameters.add(narrowed(round.query, narrow), 'tsquery')
    const conditions = [...gateOf(round), `d.terms @@ ${query}`, ...where]
    return `${round.name} as materialized (${from} where ${conditions.join(' and ')} limit ${limitOf(round)})`
  })
  const found = rounds.map(({ name }) => `select * from ${name}`).join(' union all ')
  return `with ${tables.join(',\n')}\n${found}`
}

function browseTable(
  from: string,
  where: readonly string[],
  narrow: string | undefined,
  parameters: Parameters,
): string {
  const terms = narrow ? [`d.terms @@ ${parameters.add(narrow, 'tsquery')}`] : []
  return `${from} where ${[...terms, ...where].join(' and ')} limit ${bounds.browse}`
}

/** Some hundred values take the driver longer as rows than as two lists. */
const inOneRow = (facet: Facet, counts: string) =>
  `select '${facet}' as facet, array_to_json(array_agg(value)) as values,
    array_to_json(array_agg(count)) as counts from (${counts}) counted`

function countsOf(
  facet: Facet,
  request: SearchRequest,
  base: Base,
  parameters: Parameters,
): string[] {
  const from = base(facet)
  const grouped = (value: string, table = from, limit = valueLimit) =>
    `select ${value} as value, count(*)::int as count from ${table}
      group by 1 ${mostFirst(value)} limit ${limit}`
  switch (facet) {
    case 'category':
      return [grouped('category::text', `${from}, unnest(category_ids) category`, 500)]
    case 'seller':
      return [grouped('seller_id::text')]
    case 'brand':
      return [
        `select max(brand) as value, count(*)::int as count from ${from}
          where brand_key is not null
          group by brand_key ${mostFirst('max(brand)')} limit ${valueLimit}`,
      ]
    case 'shipsFrom':
      return [grouped('ships_from')]
    case 'condition':
      return [grouped('condition')]
    case 'price': {
      const borders = parameters.add(priceBorders, 'double precision[]')
      return [grouped(`width_bucket(price, ${borders})::text`)]
    }
    case 'rating':
      return [stepCounts(from, 'rating_average >=', steps.rating)]
    case 'sellerScore': {
      const score = `(select s.expected_score from sellers s where s.id = ${from}.seller_id) >=`
      return [stepCounts(from, score, steps.sellerScore)]
    }
    case 'deliveryDays':
      return request.destination ? [stepCounts(from, 'days <=', steps.deliveryDays)] : []
    case 'attributes':
      return attributeCounts(request, base, parameters)
  }
}

function stepCounts(from: string, test: string, values: readonly number[]) {
  const filters = values.map((value) => `count(*) filter (where ${test} ${value})`)
  return `select step.value, step.count::int from
    (select array[${filters.join(', ')}] as counts from ${from}) counted,
    unnest(array[${values.map((value) => `'${value}'`).join(', ')}], counts) as step(value, count)`
}

/** Counts of the entries all filters leave, and for each filtered attribute those its own would leave. */
function attributeCounts({ filters }: SearchRequest, base: Base, parameters: Parameters): string[] {
  // Unnested where they are selected, they are counted as they come; in a list of tables they are stored first.
  const counted = (from: string, test: string) =>
    `select entry as value, count(*)::int as count from (
      select unnest(a.entries) collate "C" as entry
      from ${from} join search_attributes a using (product_id)) entries
    where ${test} group by 1 ${mostFirst('entry')} limit ${entryLimit}`
  const own = [...new Set((filters.attributes ?? []).map(({ name }) => attributeKey(name)))]
  const isOwn = own.map((name) => `split_part(entry, chr(9), 1) = ${parameters.add(name, 'text')}`)
  const others = isOwn.length > 0 ? `not (${isOwn.join(' or ')})` : 'true'
  return [
    counted(base('attributes'), others),
    ...own.map((name, index) => counted(base(`attribute:${name}`), isOwn[index]!)),
  ]
}
