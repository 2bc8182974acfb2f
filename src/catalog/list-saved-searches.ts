import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { selectSavedSearches } from './queries-saved-searches.ts'
import { savedSearchOf } from './saved-search-of.ts'
import { SavedSearch } from './saved-search-schema.ts'

const scope = 'saved-searches'

export const listSavedSearches = defineOperation({
  name: 'listSavedSearches',
  tag: 'products',
  summary: 'List your saved searches',
  description: 'Newest first.',
  http: 'GET /v1/saved-searches',
  scope: 'webhooks:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(SavedSearch),
  async handle({ db, caller }, { limit = defaultPageSize, cursor }) {
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectSavedSearches(db, caller, before, limit + 1)
    return toPage(rows, limit, savedSearchOf, ({ id }) => encodeCursor(scope, [id]))
  },
})
