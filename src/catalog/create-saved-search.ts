import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Text } from '../core/schema.ts'
import { countSavedSearches, insertSavedSearch } from './queries-saved-searches.ts'
import { savedSearchOf } from './saved-search-of.ts'
import { SavedSearch, SavedSearchFilters } from './saved-search-schema.ts'
import { openSearch, type SearchInput } from './search-request-of.ts'

const maxSavedSearches = 100

export const createSavedSearch = defineOperation({
  name: 'createSavedSearch',
  tag: 'products',
  summary: 'Save a search',
  description:
    'Products that fit it and come after this moment raise `savedSearch.matched` in your event log and at your webhook endpoints, within about a minute, each product once. Up to 100 an account.',
  http: 'POST /v1/saved-searches',
  status: 201,
  scope: 'webhooks:write',
  input: Type.Object(
    {
      name: Text({ minLength: 1, maxLength: 200, description: 'For you to know it by.' }),
      search: SavedSearchFilters,
    },
    { additionalProperties: false },
  ),
  output: SavedSearch,
  errors: ['conflict', 'rate_not_available'],
  idempotency: 'accepted',
  cost: 10,
  async handle(context, { name, search }) {
    const { db, caller, now } = context
    // Whatever could not be searched for is refused now, not by a job that nobody reads.
    await openSearch(context, search as SearchInput)
    if ((await countSavedSearches(db, caller)) >= maxSavedSearches) {
      throw new ApiError(
        'conflict',
        `There are ${maxSavedSearches} saved searches already: delete one.`,
      )
    }
    return savedSearchOf(await insertSavedSearch(db, caller, { id: newId(), name, search }, now))
  },
})
