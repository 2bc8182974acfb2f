import { attributeQuery } from './attribute-narrowing.ts'
import { attributeKey } from './attributes.ts'
import { brandKeyOf } from './brand-key.ts'
import type { SearchDocument } from './document.ts'
import type { SearchFilters, SearchRequest } from './request.ts'

// No word begins so. Parts of ids and names suffice: the conditions of the filters still decide.
const idTerm = (letter: string, id: string) => `@${letter}${id.replaceAll('-', '').slice(-12)}`
const categoryTerm = (id: string) => idTerm('c', id)
const sellerTerm = (id: string) => idTerm('s', id)
const brandTerm = (brand: string) => `@b${brandKeyOf(brand).slice(0, 20).toWellFormed()}`
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

const facets = ['category', 'seller', 'brand', 'condition'] as const
/** Sellers and brands have indexes of their own, which serve a search without words better. */
const haveIndexes: readonly string[] = ['seller', 'brand']

/** A tsquery of every filter that terms can tell of, but for that of one facet; undefined where none can. */
export function narrowingQuery(
  { filters }: SearchRequest,
  { hasWords, without }: { readonly hasWords: boolean; readonly without?: string | undefined },
): string | undefined {
  const isWanted = (facet: string) =>
    facet !== without && (hasWords || !haveIndexes.includes(facet))
  const named = facets
    .filter(isWanted)
    .map((facet) => termsFor(facet, filters))
    .filter((terms) => terms.length > 0)
    .map((terms) => `(${terms.map((term) => `'${term}'`).join(' | ')})`)
  const attributes = (filters.attributes ?? [])
    .filter(({ name }) => isWanted(`attribute:${attributeKey(name)}`))
    .flatMap((filter) => attributeQuery(filter) ?? [])
  const all = [...named, ...attributes]
  return all.length === 0 ? undefined : all.join(' & ')
}

function termsFor(facet: (typeof facets)[number], filters: SearchFilters): readonly string[] {
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

/** Whether some filter of a search without words has an index: what narrows it, or one of its own. */
export const hasIndex = ({ filters }: SearchRequest, narrow: string | undefined): boolean =>
  narrow !== undefined || filters.sellerIds !== undefined || filters.brands !== undefined

/** A tsquery with what narrows it. */
export const narrowed = (query: string, narrow: string | undefined): string =>
  narrow === undefined ? query : `(${query}) & ${narrow}`
