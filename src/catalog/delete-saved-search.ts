import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { deleteSavedSearchRow } from './queries-saved-searches.ts'
import { savedSearchOf } from './saved-search-of.ts'
import { SavedSearch } from './saved-search-schema.ts'

export const deleteSavedSearch = defineOperation({
  name: 'deleteSavedSearch',
  tag: 'products',
  summary: 'Delete a saved search',
  description: 'Nothing is told of it any more. Answers it as it was.',
  http: 'DELETE /v1/saved-searches/{id}',
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('savedSearch') }, { additionalProperties: false }),
  output: SavedSearch,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const row = await deleteSavedSearchRow(db, caller, ids.savedSearch.decode(id))
    if (!row) throw notFound('saved search', id)
    return savedSearchOf(row)
  },
})
