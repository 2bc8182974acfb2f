import { brandKeyOf } from './brand-key.ts'
import type { SearchDocument } from './document.ts'
import type { SearchRequest } from './request.ts'

// No word begins so. Parts of ids and names suffice: the conditions of the filters still decide.
const idTerm = (letter: string, id: string) => `@${letter}${id.replaceAll('-', '').slice(-12)}`
const categoryTerm = (id: string) => idTerm('c', id)
const sellerTerm = (id: string) => idTerm('s', id)
const brandTerm = (brand: string) => `@b${brandKeyOf(brand).slice(0, 20)}`
const conditionTerm = (condition: string) => `@${condition}`
/** Nearly every product is new: a term for that would narrow nothing. */
const usual = 'new'

/** What documents carry of what filters ask for, so that the index that finds words narrows by it, too. */
export function filterTermsOf(document: SearchDocument): string[] {
  const { categoryIds, sellerId, brand, condition } = document
  return [
    ...categoryIds.map(categoryTerm),
    sellerTerm(sellerId),
    ...(brand === null ? [] : [brandTerm(brand)]),
    ...(condition === usual ? [] : [conditionTerm(condition)]),
  ]
}

/** Facets whose filters narrow by terms. */
const narrowing = ['category', 'seller', 'brand', 'condition'] as const
type Narrowing = (typeof narrowing)[number]

/** Those few enough products share that reading the index alone is cheap; sellers and brands have indexes. */
export const narrowingAlone: readonly Narrowing[] = ['category', 'condition']

/** A tsquery of the filters that narrow by terms, but for those of one facet; undefined where none does. */
export function narrowingQuery(
  request: SearchRequest,
  without?: string,
  among: readonly Narrowing[] = narrowing,
): string | undefined {
  const groups = among
    .filter((facet) => facet !== without)
    .map((facet) => termsFor(facet, request))
    .filter((terms) => terms.length > 0)
    .map((terms) => `(${terms.map((term) => `'${term}'`).join(' | ')})`)
  return groups.length === 0 ? undefined : groups.join(' & ')
}

function termsFor(facet: Narrowing, { filters }: SearchRequest): readonly string[] {
  switch (facet) {
    case 'category':
      return (filters.categoryIds ?? []).map(categoryTerm)
    case 'seller':
      return (filters.sellerIds ?? []).map(sellerTerm)
    case 'brand':
      return (filters.brands ?? []).map(brandTerm)
    case 'condition': {
      const conditions = filters.conditions ?? []
      return conditions.includes(usual) ? [] : conditions.map(conditionTerm)
    }
  }
}

/** Whether some filter of a search without words has an index: its terms, or one of its own. */
export const hasIndex = (request: SearchRequest): boolean =>
  request.filters.sellerIds !== undefined ||
  request.filters.brands !== undefined ||
  narrowingQuery(request, undefined, narrowingAlone) !== undefined

/** A tsquery with what narrows it. */
export const narrowed = (query: string, narrow: string | undefined): string =>
  narrow === undefined ? query : `(${query}) & ${narrow}`
