import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Language, Text } from '../core/schema.ts'
import { suggest } from '../search/index.ts'
import { selectCategoriesLike } from './queries-suggest.ts'
import { primaryTags } from './search-request-of.ts'

const SuggestedCategory = Type.Object(
  { id: Id('category'), name: Type.String(), path: Type.Array(Type.String()) },
  { $id: 'SuggestedCategory', additionalProperties: false, description: 'A category to go to.' },
)

export const Suggestions = Type.Object(
  {
    queries: Type.Array(Type.String(), { description: 'Queries that find something.' }),
    categories: Type.Array(SuggestedCategory),
    brands: Type.Array(Type.String()),
  },
  { $id: 'Suggestions', additionalProperties: false, description: 'What somebody may be typing.' },
)

export const suggestProducts = defineOperation({
  name: 'suggestProducts',
  tag: 'products',
  summary: 'Complete what somebody types',
  description:
    'Queries that find something, categories and brands for the beginning of a query, likeliest first. Meant to be asked with every letter.',
  http: 'GET /v1/products/suggest',
  scope: 'products:read',
  reads: 'replica',
  input: Type.Object(
    {
      q: Text({ minLength: 1, maxLength: 100, description: 'What was typed so far.' }),
      language: Type.Optional(Language),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 20, default: 8, description: 'Of each kind.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Suggestions,
  cost: 2,
  async handle({ db, languages }, { q, language, limit = 8 }) {
    const tags = primaryTags(language === undefined ? languages : [language])
    const [{ queries, brands }, categories] = await Promise.all([
      suggest(db, q, tags, limit),
      selectCategoriesLike(db, q, limit),
    ])
    return {
      queries: [...queries],
      brands: [...brands],
      categories: categories.map(({ id, name, path }) => ({
        id: ids.category.encode(id),
        name,
        path,
      })),
    }
  },
})
