import { attributeKey } from './attributes.ts'
import { categoryQuery, conditionsOf, origin, priceExpression } from './filter-conditions.ts'
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

/**
 * One statement that counts every facet asked for over the same documents that the search finds. Each
 * filter becomes a flag of the document, and a facet counts those that pass all flags but its own.
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
  const where = [...hard, ...(forbidden ? [forbidden] : [])]
  const flags = [...byFacet]
  const columns = [
    'd.product_id, d.seller_id, d.brand, d.brand_key, d.category_ids, d.condition',
    `${origin} as ships_from`,
    'd.rating_average',
    `${wanted.includes('price') ? priceExpression(request, parameters) : 'null'} as price`,
    request.destination ? 'way.days as days' : 'null::int as days',
    ...flags.map(([, condition], index) => `coalesce(${condition}, false) as pass_${index}`),
  ].join(', ')
  const from = `select ${columns} from search_documents d ${wayJoin(request, parameters)}`
  const rounds = plan ? planRounds(plan, request, documents) : []
  const tables =
    rounds.length > 0
      ? rounds.map((round) => roundTable(round, from, where, parameters))
      : [
          `base as materialized (${from} where ${[...where, ...browseTerms(request, byFacet, parameters)].join(' and ')} limit ${bounds.browse})`,
        ]
  if (rounds.length > 0) {
    tables.push(
      `base as (${rounds.map(({ name }) => `select * from ${name}`).join(' union all ')})`,
    )
  }
  const ways = waysTable(request, parameters)
  const passing = (facet: string) => {
    const others = flags.flatMap(([name], index) => (name === facet ? [] : [`pass_${index}`]))
    return others.length > 0 ? `where ${others.join(' and ')}` : ''
  }
  const counts = wanted.flatMap((facet) =>
    countsOf(facet, request, passing, parameters).map((count) => inOneRow(facet, count)),
  )
  return {
    text: `with ${[...(ways ? [ways] : []), ...tables].join(',\n')}\n${counts.join('\nunion all\n')}`,
    values: parameters.values,
  }
}

// Without words, a category alone narrows; another facet's filter must not, or it would filter itself.
function browseTerms(
  request: SearchRequest,
  byFacet: ReadonlyMap<string, string>,
  parameters: Parameters,
): string[] {
  const query = byFacet.size === 0 ? categoryQuery(request) : undefined
  return query ? [`d.terms @@ ${parameters.add(query, 'tsquery')}`] : []
}

function roundTable(
  round: Round,
  from: string,
  where: readonly string[],
  parameters: Parameters,
): string {
  const query = `d.terms @@ ${parameters.add(round.query, 'tsquery')}`
  const conditions = [...gateOf(round), query, ...where]
  return `${round.name} as materialized (${from} where ${conditions.join(' and ')} limit ${limitOf(round)})`
}

/** Some hundred values take the driver longer as rows than as two lists. */
const inOneRow = (facet: Facet, counts: string) =>
  `select '${facet}' as facet, array_to_json(array_agg(value)) as values,
    array_to_json(array_agg(count)) as counts from (${counts}) counted`

type Passing = (facet: string) => string

function countsOf(
  facet: Facet,
  request: SearchRequest,
  passing: Passing,
  parameters: Parameters,
): string[] {
  const grouped = (value: string, from = 'base', limit = valueLimit) =>
    `select ${value} as value, count(*)::int as count from ${from}
      ${passing(facet)} group by 1 ${mostFirst(value)} limit ${limit}`
  switch (facet) {
    case 'category':
      return [grouped('category::text', 'base, unnest(category_ids) category', 500)]
    case 'seller':
      return [grouped('seller_id::text')]
    case 'brand':
      return [
        `select max(brand) as value, count(*)::int as count from base
          ${passing('brand')} ${passing('brand') ? 'and' : 'where'} brand_key is not null
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
      return [stepCounts(facet, 'rating_average >=', steps.rating, passing)]
    case 'sellerScore': {
      const score = '(select s.expected_score from sellers s where s.id = base.seller_id) >='
      return [stepCounts(facet, score, steps.sellerScore, passing)]
    }
    case 'deliveryDays':
      return request.destination ? [stepCounts(facet, 'days <=', steps.deliveryDays, passing)] : []
    case 'attributes':
      return attributeCounts(request, passing, parameters)
  }
}

function stepCounts(facet: Facet, test: string, values: readonly number[], passing: Passing) {
  const filters = values.map((value) => `count(*) filter (where ${test} ${value})`)
  return `select step.value, step.count::int from
    (select array[${filters.join(', ')}] as counts from base ${passing(facet)}) counted,
    unnest(array[${values.map((value) => `'${value}'`).join(', ')}], counts) as step(value, count)`
}

/** Counts of the entries all filters leave, and for each filtered attribute those its own would leave. */
function attributeCounts(
  { filters }: SearchRequest,
  passing: Passing,
  parameters: Parameters,
): string[] {
  // Unnested where they are selected, they are counted as they come; in a list of tables they are stored first.
  const counted = (condition: string, test: string) =>
    `select entry as value, count(*)::int as count from (
      select unnest(a.entries) collate "C" as entry
      from base join search_attributes a using (product_id) ${condition}) entries
    where ${test} group by 1 ${mostFirst('entry')} limit ${entryLimit}`
  const own = [...new Set((filters.attributes ?? []).map(({ name }) => attributeKey(name)))]
  const isOwn = own.map((name) => `split_part(entry, chr(9), 1) = ${parameters.add(name, 'text')}`)
  const others = isOwn.length > 0 ? `not (${isOwn.join(' or ')})` : 'true'
  return [
    counted(passing('attributes'), others),
    ...own.map((name, index) => counted(passing(`attribute:${name}`), isOwn[index]!)),
  ]
}
