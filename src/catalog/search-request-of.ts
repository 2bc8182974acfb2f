import { hash } from 'node:crypto'
import type { Context } from '../core/context.ts'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { decodeCursor, defaultPageSize } from '../core/page.ts'
import type {
  AttributeFilter,
  SearchFilters,
  SearchKey,
  SearchRequest,
  SearchSort,
} from '../search/index.ts'
import { defaultCurrency, openRates } from './display-rates.ts'
import { openDestination } from './search-destination.ts'

/** What a search may be asked, as the operation's schema admits it. */
export interface SearchInput {
  q?: string
  categoryIds?: string[]
  sellerIds?: string[]
  brands?: string[]
  shipsFrom?: string[]
  shipTo?: string
  conditions?: string[]
  attributes?: string[]
  priceMin?: number
  priceMax?: number
  isInStock?: boolean
  ratingMin?: number
  sellerScoreMin?: number
  deliveryDaysMax?: number
  currency?: string
  language?: string
  sort?: SearchSort
  facets?: string[]
  limit?: number
  cursor?: string
}

/** A search ready to run, with what showing its hits needs. */
export interface OpenSearch {
  readonly request: SearchRequest
  /** The display currency the client named; undefined shows prices as sellers state them. */
  readonly currency: string | undefined
  readonly shipTo: string | undefined
  readonly language: string | undefined
}

/** Reads the input into a request, with rates and services where it needs them. */
export async function openSearch(
  context: Pick<Context, 'db' | 'now' | 'languages'>,
  input: SearchInput,
): Promise<OpenSearch> {
  const { shipTo, sort = 'relevance' } = input
  requireDestination(input)
  if (input.currency !== undefined) requireCurrency(input.currency)
  const currency = input.currency ?? defaultCurrency
  const [{ rates }, destination] = await Promise.all([
    needsRates(input) ? openRates(context.db, currency, context.now) : { rates: {} },
    shipTo === undefined ? undefined : openDestination(context.db, shipTo, currency, context.now),
  ])
  const request: SearchRequest = {
    query: input.q ?? '',
    languages: primaryTags(input.language ? [input.language] : context.languages),
    filters: filtersOf(input),
    sort,
    limit: input.limit ?? defaultPageSize,
    rates,
    destination,
  }
  const after = input.cursor === undefined ? undefined : keyOf(request, input.cursor)
  return {
    request: { ...request, after },
    currency: input.currency,
    shipTo,
    language: input.language,
  }
}

/** Ties a cursor to everything that decides which products follow which. */
export function cursorScope({ query, filters, sort, destination }: SearchRequest): string {
  const text = JSON.stringify([query, filters, sort, destination?.country])
  return `search:${hash('sha256', text, 'base64url').slice(0, 16)}`
}

// Cursors are sealed: one that opens is one that a search has made.
function keyOf(request: SearchRequest, cursor: string): SearchKey {
  const [tier, value, productId] = decodeCursor(cursorScope(request), cursor, 3)
  return [tier as number, value as number, productId as string]
}

function requireDestination({ shipTo, sort, deliveryDaysMax, facets }: SearchInput): void {
  if (shipTo !== undefined) return
  const asks: [string, boolean][] = [
    ['#/sort', sort === 'deliveryTime' || sort === 'landedPrice'],
    ['#/deliveryDaysMax', deliveryDaysMax !== undefined],
    ['#/facets', facets?.includes('deliveryDays') ?? false],
  ]
  const [pointer] = asks.find(([, isAsked]) => isAsked) ?? []
  if (pointer) throw invalidField(pointer, 'required', 'Say with `shipTo` where the goods go.')
}

function needsRates({ priceMin, priceMax, sort, facets, shipTo }: SearchInput): boolean {
  if (priceMin !== undefined || priceMax !== undefined || shipTo !== undefined) return true
  if (facets?.includes('price')) return true
  return sort === 'priceAscending' || sort === 'priceDescending' || sort === 'landedPrice'
}

function filtersOf(input: SearchInput): SearchFilters {
  const { brands, shipsFrom, conditions, priceMin, priceMax } = input
  return {
    categoryIds: input.categoryIds?.map((id) => ids.category.decode(id)),
    sellerIds: input.sellerIds?.map((id) => ids.seller.decode(id)),
    brands,
    shipsFrom,
    conditions,
    priceMin,
    priceMax,
    inStock: input.isInStock,
    ratingMin: input.ratingMin,
    sellerScoreMin: input.sellerScoreMin,
    deliveryDaysMax: input.deliveryDaysMax,
    attributes: attributesOf(input.attributes),
  }
}

/** `Colour:Black` and `Length:1..3`; several of one name are alternatives. */
function attributesOf(texts: readonly string[] | undefined): AttributeFilter[] | undefined {
  if (texts === undefined) return undefined
  const filters = texts.map((text, index) => attributeOf(text, `#/attributes/${index}`))
  const byName = Map.groupBy(filters, ({ name }) => name.toLowerCase())
  return [...byName.values()].map((group) => {
    const ranged = group.find(({ values }) => values === undefined)
    return ranged ?? { name: group[0]!.name, values: group.flatMap(({ values }) => values ?? []) }
  })
}

function attributeOf(text: string, pointer: string): AttributeFilter {
  const colon = text.indexOf(':')
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
  if (colon < 1 || name === '' || value === '') {
    throw invalidField(pointer, 'malformed', 'Write an attribute as name:value or name:from..to.')
  }
  const range = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/.exec(value)
  if (!range || value === '..') return { name, values: [value] }
  const bound = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits))
  return { name, min: bound(range[1]), max: bound(range[2]) }
}

/** Primary subtags of BCP 47 tags, best first. */
export const primaryTags = (languages: readonly string[]): string[] => [
  ...new Set(languages.map((tag) => tag.split('-')[0]!.toLowerCase()).filter((tag) => tag !== '*')),
]
