import { attributeKey } from './attributes.ts'
import { brandKeyOf } from './brand-key.ts'
import type { Parameters } from './parameters.ts'
import type { AttributeFilter, SearchRequest } from './request.ts'

/** SQL for the country that a document's product is sent from. */
export const origin = 'coalesce(d.ships_from, d.seller_country)'

/** Filters that facets count across: a facet does not filter itself. */
export const facetNames = [
  'category',
  'seller',
  'brand',
  'shipsFrom',
  'condition',
  'price',
  'rating',
  'sellerScore',
  'deliveryDays',
] as const
export type FacetName = (typeof facetNames)[number]

/** SQL conditions on `search_documents d`: `hard` ones, and those of each facet by its name. */
export interface Conditions {
  readonly hard: readonly string[]
  readonly byFacet: ReadonlyMap<string, string>
}

type Maker = (request: SearchRequest, parameters: Parameters) => string | undefined

const any = (values: readonly string[] | undefined) =>
  values === undefined || values.length === 0 ? undefined : values

const facetConditions: Readonly<Record<FacetName, Maker>> = {
  category({ filters }, parameters) {
    const ids = any(filters.categoryIds)
    return ids && `d.category_ids && ${parameters.add(ids, 'uuid[]')}`
  },
  seller({ filters }, parameters) {
    const ids = any(filters.sellerIds)
    return ids && `d.seller_id = any(${parameters.add(ids, 'uuid[]')})`
  },
  brand({ filters }, parameters) {
    const brands = any(filters.brands)
    return brands && `d.brand_key = any(${parameters.add(brands.map(brandKeyOf), 'text[]')})`
  },
  shipsFrom({ filters }, parameters) {
    const countries = any(filters.shipsFrom)
    return countries && `${origin} = any(${parameters.add(countries, 'text[]')})`
  },
  condition({ filters }, parameters) {
    const conditions = any(filters.conditions)
    return conditions && `d.condition = any(${parameters.add(conditions, 'text[]')})`
  },
  price(request, parameters) {
    const { priceMin, priceMax } = request.filters
    if (priceMin === undefined && priceMax === undefined) return undefined
    const bounds = [
      ...(priceMin === undefined ? [] : [`>= ${parameters.add(priceMin, 'double precision')}`]),
      ...(priceMax === undefined ? [] : [`<= ${parameters.add(priceMax, 'double precision')}`]),
    ]
    const price = priceExpression(request, parameters)
    return bounds.map((bound) => `${price} ${bound}`).join(' and ')
  },
  rating({ filters: { ratingMin } }, parameters) {
    return ratingMin === undefined
      ? undefined
      : `d.rating_average >= ${parameters.add(ratingMin, 'real')}`
  },
  sellerScore({ filters: { sellerScoreMin } }, parameters) {
    if (sellerScoreMin === undefined) return undefined
    const least = parameters.add(sellerScoreMin, 'double precision')
    return `d.seller_id in (select id from sellers where expected_score >= ${least})`
  },
  deliveryDays({ filters: { deliveryDaysMax }, destination }, parameters) {
    if (deliveryDaysMax === undefined || !destination) return undefined
    return `way.days <= ${parameters.add(deliveryDaysMax, 'int')}`
  },
}

/** The price in the display currency's minor units; rates travel as one JSON object. */
export function priceExpression({ rates }: SearchRequest, parameters: Parameters): string {
  // A subquery without variables is evaluated once, not once a row.
  const table = `(select ${parameters.add(JSON.stringify(rates), 'text')}::jsonb)`
  return `round(d.price_minor * (${table} ->> d.currency)::double precision)`
}

/** Everything that narrows the request, without the words. */
export function conditionsOf(request: SearchRequest, parameters: Parameters): Conditions {
  const { filters } = request
  const hard = [`d.seller_id not in (select id from sellers where status <> 'vetted')`]
  if (filters.inStock) hard.push('d.is_in_stock')
  if (filters.createdAfter) {
    hard.push(`d.created_at > ${parameters.add(filters.createdAfter.toISOString(), 'timestamptz')}`)
  }
  const except = any(filters.exceptProductIds)
  if (except) hard.push(`not d.product_id = any(${parameters.add(except, 'uuid[]')})`)
  const byFacet = new Map<string, string>()
  for (const name of facetNames) {
    const condition = facetConditions[name](request, parameters)
    if (condition) byFacet.set(name, condition)
  }
  for (const filter of filters.attributes ?? []) {
    byFacet.set(`attribute:${attributeKey(filter.name)}`, attributeCondition(filter, parameters))
  }
  return { hard, byFacet }
}

function attributeCondition(filter: AttributeFilter, parameters: Parameters): string {
  const begin = `${attributeKey(filter.name)}\t`
  const field = (position: number) => `split_part(entry, chr(9), ${position})`
  const tests = [
    // Whether the name is there at all is known four times as soon from the entries in one text.
    `strpos(chr(10) || array_to_string(a.entries, chr(10)), ${parameters.add(`\n${begin}`, 'text')}) > 0`,
    `entry ^@ ${parameters.add(begin, 'text')}`,
  ]
  if (filter.values && filter.values.length > 0) {
    tests.push(`${field(3)} = any(${parameters.add(filter.values, 'text[]')})`)
  }
  if (filter.min !== undefined || filter.max !== undefined) {
    const number = `case when ${field(2)} = 'n' then ${field(3)}::double precision end`
    if (filter.min !== undefined)
      tests.push(`${number} >= ${parameters.add(filter.min, 'double precision')}`)
    if (filter.max !== undefined)
      tests.push(`${number} <= ${parameters.add(filter.max, 'double precision')}`)
  }
  return `exists (select 1 from search_attributes a, unnest(a.entries) entry
    where a.product_id = d.product_id and ${tests.join(' and ')})`
}
