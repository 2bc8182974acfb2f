import Type from 'typebox'
import { encodeAround } from '../core/byte-text.ts'
import { defineOperation } from '../core/operation.ts'
import { pageInput, pageOf } from '../core/page.ts'
import { renderAs } from '../core/rendering.ts'
import { List, Nullable } from '../core/schema.ts'
import { type Facet, searchDocuments, searchFacets } from '../search/index.ts'
import { foundPage, shownCard } from './found-products.ts'
import type { FoundTexts } from './queries-cards.ts'
import { showFacets } from './search-facets-of.ts'
import { openSearch, type SearchInput } from './search-request-of.ts'
import {
  FoundProduct,
  SearchFacet,
  SearchFacets,
  SearchSort,
  searchFilterInput,
} from './search-schema.ts'

const input = Type.Object(
  {
    ...searchFilterInput,
    sort: Type.Optional({ ...SearchSort, default: 'relevance' }),
    facets: Type.Optional(
      List(SearchFacet, {
        minItems: 1,
        maxItems: 10,
        uniqueItems: true,
        description:
          'What to count beside the page. Counting attributes takes about three times as long as the search itself, all others together about as long.',
      }),
    ),
    ...pageInput,
  },
  { additionalProperties: false },
)

const briefInputs = new Set(['q', 'language', 'sort', 'limit', 'cursor'])

/** By words alone: what is read is bounded, whatever the catalogue. */
function isBrief(given: Type.Static<typeof input>): boolean {
  return (
    given.sort === 'relevance' &&
    given.q !== undefined &&
    given.q.trim() !== '' &&
    Object.entries(given).every(([name, value]) => value === undefined || briefInputs.has(name))
  )
}

export const searchProducts = defineOperation({
  name: 'searchProducts',
  tag: 'products',
  summary: 'Search products',
  description: `Finds products by words, article numbers and filters, over every seller.

Words are forgiven slips, missing spaces and hyphens, plurals and units (\`12oz\`, \`12-ounce\`); \`correction\` says how the query was read where spelling was corrected. English goods are found by their other names, too («flash drive», «USB stick»), after those named as typed. Products with all words come before those with some; an article number or GTIN comes first. Among equals, short titles, goods that sell (by 10 % at the most) and reliable sellers (1 % for ten points of their expected score) are slightly ahead.

A price, a stock level or a product written before the request is seen by it. \`totalCount\` is exact up to 600 products with every word (5,000 where they are not sorted by relevance), 500 that lack one, 300 that share only the telling ones, and 1,000 where there are no words; beyond, \`isTotalExact\` is false and there are at least so many.`,
  http: 'GET /v1/products/search',
  scope: 'products:read',
  reads: 'search',
  isBrief,
  input,
  output: pageOf(FoundProduct, {
    totalCount: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
    isTotalExact: Type.Boolean({ description: 'False: there are at least so many.' }),
    correction: Nullable(
      Type.String({ description: 'What was searched for in place of the words as typed.' }),
    ),
    facets: Nullable(SearchFacets),
  }),
  errors: ['rate_not_available'],
  cost: 5,
  async handle(context, given) {
    const search = await openSearch(context, given as SearchInput)
    const [found, counted] = await Promise.all([
      searchDocuments<FoundTexts>(context.db, search.request, shownCard(context, search.language)),
      given.facets === undefined
        ? null
        : searchFacets(context.db, search.request, given.facets as Facet[]),
    ])
    const { page, json } = await foundPage(context, found, search)
    const more = {
      totalCount: found.totalCount,
      isTotalExact: found.isTotalExact,
      correction: found.correction,
      facets: counted === null ? null : await showFacets(context, counted, search.currency),
    }
    const rest = { nextCursor: page.nextCursor, ...more }
    const output = Object.assign(page, more)
    if (json === undefined) return output
    return renderAs(output, () =>
      encodeAround('{"data":[', json, `],${JSON.stringify(rest).slice(1)}`),
    )
  },
})
