import type { Tx } from '../core/database.ts'
import { decodeEntry } from './attributes.ts'
import { type Facet, facetStatement, priceBorders } from './facet-statement.ts'
import { prepare } from './prepare.ts'
import { type FacetRow, selectFacetCounts } from './queries-search.ts'
import type { AttributeFacet, FacetCount, SearchRequest } from './request.ts'

/** A bar of the price histogram, in minor units of the display currency; `to` is exclusive. */
export interface PriceBar {
  readonly from: number
  readonly to: number | null
  readonly count: number
}

/** Counts of every facet asked for; those not asked for are empty. */
export interface SearchFacets {
  readonly counts: Readonly<Record<string, readonly FacetCount[]>>
  readonly prices: readonly PriceBar[]
  readonly attributes: readonly AttributeFacet[]
}

const maxAttributes = 20
const maxValues = 20

/** Counts what each facet value would leave of the search, over at most the documents a search reads. */
export async function searchFacets(
  db: Tx,
  request: SearchRequest,
  wanted: readonly Facet[],
): Promise<SearchFacets> {
  if (wanted.length === 0) return { counts: {}, prices: [], attributes: [] }
  const statement =
    request.query.trim() === ''
      ? facetStatement(undefined, request, 0, wanted)
      : await prepare(db, request, `facets ${wanted}`, (plan, documents) =>
          facetStatement(plan, request, documents, wanted),
        )
  const rows = await selectFacetCounts(db, statement)
  const byFacet = Map.groupBy(rows, ({ facet }) => facet)
  const { price, attributes, ...rest } = Object.fromEntries(byFacet)
  return {
    counts: Object.fromEntries(Object.entries(rest).map(([name, list]) => [name, valuesOf(list)])),
    prices: barsOf(price ?? []),
    attributes: attributesOf(attributes ?? []),
  }
}

function valuesOf(rows: readonly FacetRow[]): FacetCount[] {
  return rows.flatMap(({ value, count }) =>
    value === null || count === 0 ? [] : [{ value, count }],
  )
}

function barsOf(rows: readonly FacetRow[]): PriceBar[] {
  return valuesOf(rows)
    .map(({ value, count }) => ({ index: Number(value), count }))
    .sort((a, b) => a.index - b.index)
    .map(({ index, count }) => ({
      from: index === 0 ? 0 : priceBorders[index - 1]!,
      to: priceBorders[index] ?? null,
      count,
    }))
}

/** The attributes that most products have, each with its most frequent values. */
function attributesOf(rows: readonly FacetRow[]): AttributeFacet[] {
  const entries = valuesOf(rows).map(({ value, count }) => ({ ...decodeEntry(value), count }))
  const groups = Map.groupBy(entries, ({ name, type, unit }) => [name, type, unit ?? ''].join('\t'))
  return [...groups.values()]
    .map((group) => ({
      name: group[0]!.name,
      type: group[0]!.type,
      unit: group[0]!.unit ?? null,
      values: group.slice(0, maxValues).map(({ value, count }) => ({ value, count })),
    }))
    .sort((a, b) => total(b) - total(a))
    .slice(0, maxAttributes)
}

const total = ({ values }: AttributeFacet) => values.reduce((sum, { count }) => sum + count, 0)
