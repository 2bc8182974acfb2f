import Type from 'typebox'
import { Id, Nullable, Text, Timestamp } from '../core/schema.ts'
import { type AnyEvent, defineEvent } from '../events/index.ts'
import { searchFilterInput } from './search-schema.ts'

export const SavedSearchFilters = Type.Object(searchFilterInput, {
  $id: 'SavedSearchFilters',
  additionalProperties: false,
  description: 'What a search takes, without sort, facets and page.',
})

export const SavedSearch = Type.Object(
  {
    id: Id('savedSearch'),
    name: Text({ minLength: 1, maxLength: 200 }),
    search: SavedSearchFilters,
    matchCount: Type.Integer({
      minimum: 0,
      maximum: 2_147_483_647,
      description: 'Products told of so far.',
    }),
    lastMatchAt: Nullable(Timestamp),
    createdAt: Timestamp,
  },
  {
    $id: 'SavedSearch',
    additionalProperties: false,
    description: 'A search whose new matches raise `savedSearch.matched`.',
  },
)
export type SavedSearch = Type.Static<typeof SavedSearch>

export const SavedSearchNews = Type.Object(
  {
    savedSearchId: Id('savedSearch'),
    name: Type.String(),
    productIds: Type.Array(Id('product'), { description: 'Each product is told of once.' }),
  },
  {
    $id: 'SavedSearchNews',
    additionalProperties: false,
    description: 'New products that fit a saved search.',
  },
)

export const savedSearchMatched = defineEvent({
  type: 'savedSearch.matched',
  summary: 'New products fit a saved search.',
  payload: SavedSearchNews,
})

export const searchEvents: readonly AnyEvent[] = [savedSearchMatched]
