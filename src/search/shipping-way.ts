import { origin, priceExpression } from './filter-conditions.ts'
import type { Parameters } from './parameters.ts'
import type { SearchRequest } from './request.ts'

/** Weight of a unit whose seller states none, as parcels assume it. */
const assumedGrams = 300

/** The services to the destination as a table of the statement; undefined without a destination. */
export function waysTable({ destination }: SearchRequest, parameters: Parameters) {
  if (!destination) return undefined
  const rows = parameters.add(JSON.stringify(destination.ways), 'text')
  return `ways as materialized (select * from json_to_recordset(${rows}::json) as w("sellerId" uuid,
    "shipFrom" text, "acceptedRestrictions" text[], "baseMinor" double precision,
    "perKgMinor" double precision, "volumetricDivisor" double precision,
    "maxWeightGrams" double precision, "freeOverMinor" double precision, days int))`
}

/**
 * Joins to each document what its cheapest way costs and how many days its fastest takes; a document
 * that no way takes drops out.
 */
export function wayJoin(request: SearchRequest, parameters: Parameters): string {
  if (!request.destination) return ''
  const price = priceExpression(request, parameters)
  const grams = `case when w."volumetricDivisor" is null then coalesce(d.weight_grams, ${assumedGrams})
    else greatest(coalesce(d.weight_grams, ${assumedGrams}),
      ceil(coalesce(d.volume_mm3, 0) / w."volumetricDivisor")) end`
  const cost = `case when w."freeOverMinor" is not null and ${price} >= w."freeOverMinor" then 0
    else w."baseMinor" + ceil(w."perKgMinor" * (${grams}) / 1000) end`
  return `join lateral (select min(${cost}) as shipping, min(w.days) as days from ways w
    where (w."sellerId" = d.seller_id
        or w."sellerId" is null and not exists (select 1 from ways o where o."sellerId" = d.seller_id))
      and (w."shipFrom" is null or ${origin} is null or w."shipFrom" = ${origin})
      and (w."maxWeightGrams" is null or ${grams} <= w."maxWeightGrams")
      and (d.restrictions = '{}' or d.restrictions <@ w."acceptedRestrictions"
        or '*' = any(w."acceptedRestrictions"))
    ) way on way.days is not null`
}

/** What the destination forbids, as a condition. */
export function forbiddenCondition({ destination }: SearchRequest, parameters: Parameters) {
  if (!destination || destination.forbidden.length === 0) return undefined
  if (destination.forbidden.includes('*')) return 'false'
  return `not d.restrictions && ${parameters.add(destination.forbidden, 'text[]')}`
}
