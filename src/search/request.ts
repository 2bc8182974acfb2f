import type { ByteText } from '../core/byte-text.ts'
import type { AttributeType } from './attributes.ts'

export const searchSorts = [
  'relevance',
  'priceAscending',
  'priceDescending',
  'newest',
  'bestSelling',
  'rating',
  'deliveryTime',
  'landedPrice',
] as const
export type SearchSort = (typeof searchSorts)[number]

/** Bounds and choices that narrow a search; of several values of one filter any suffices. */
export interface SearchFilters {
  readonly categoryIds?: readonly string[] | undefined
  readonly sellerIds?: readonly string[] | undefined
  readonly brands?: readonly string[] | undefined
  readonly shipsFrom?: readonly string[] | undefined
  readonly conditions?: readonly string[] | undefined
  /** In minor units of the display currency. */
  readonly priceMin?: number | undefined
  readonly priceMax?: number | undefined
  readonly inStock?: boolean | undefined
  readonly ratingMin?: number | undefined
  readonly sellerScoreMin?: number | undefined
  readonly attributes?: readonly AttributeFilter[] | undefined
  /** Days until delivered at the latest; needs a destination. */
  readonly deliveryDaysMax?: number | undefined
  readonly createdAfter?: Date | undefined
  /** Products left out: the one that similar ones are sought for. */
  readonly exceptProductIds?: readonly string[] | undefined
}

/** Values of one attribute, or a range of its numbers. */
export interface AttributeFilter {
  readonly name: string
  readonly values?: readonly string[] | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** Where the goods go, with how each seller's and the platform's services would take them there. */
export interface SearchDestination {
  readonly country: string
  readonly ways: readonly ShippingWay[]
  /** Kinds of goods the country forbids; "*" forbids all. */
  readonly forbidden: readonly string[]
}

/** A service with a rate to the destination, prices converted to the display currency. */
export interface ShippingWay {
  /** Null serves every seller without services of its own. */
  readonly sellerId: string | null
  readonly shipFrom: string | null
  readonly acceptedRestrictions: readonly string[]
  readonly baseMinor: number
  readonly perKgMinor: number
  readonly volumetricDivisor: number | null
  readonly maxWeightGrams: number | null
  readonly freeOverMinor: number | null
  readonly days: number
}

export interface SearchRequest {
  readonly query: string
  /** Primary language subtags the shopper reads, best first; empty takes those of the catalogue. */
  readonly languages: readonly string[]
  readonly filters: SearchFilters
  readonly sort: SearchSort
  readonly limit: number
  /** Keys of the last hit of the page before. */
  readonly after?: SearchKey | undefined
  /** Display minor units for one minor unit of each currency. */
  readonly rates: Readonly<Record<string, number>>
  readonly destination?: SearchDestination | undefined
}

/** Where a hit stands in its sort: tier, sort value, product. */
export type SearchKey = readonly [tier: number, value: number, productId: string]

export interface SearchHit {
  readonly productId: string
  /** Comparable within one answer only. */
  readonly score: number
  readonly key: SearchKey
}

/** What a search reads of its hits beside their places, so that one statement answers a page. */
export interface Shown {
  /** Tells statements apart that show different things or the same with different values. */
  readonly key: string
  /**
   * A select of two columns for `hits.product_id`: `json`, the text of an object, and `aside`, what the
   * object needs to be shown and lacks, as json, or null. `add` takes a value and answers its placeholder.
   */
  readonly select: (add: (value: unknown, type: string) => string) => string
}

export interface SearchResult<Aside = unknown> {
  readonly hits: readonly SearchHit[]
  /** What was asked to be shown: JSON objects in the order of the hits, separated by commas. */
  readonly json: ByteText
  /** What objects lack, by product; null where none does. */
  readonly asides: Readonly<Record<string, Aside>> | null
  readonly hasMore: boolean
  readonly totalCount: number
  /** False where more than the documented bound match: `totalCount` is then the least. */
  readonly isTotalExact: boolean
  /** The query as it was read, where its spelling was corrected. */
  readonly correction: string | null
}

/** A facet value with how many products it would leave. */
export interface FacetCount {
  readonly value: string
  readonly count: number
}

export interface AttributeFacet {
  readonly name: string
  readonly type: AttributeType
  readonly unit: string | null
  readonly values: readonly FacetCount[]
}
