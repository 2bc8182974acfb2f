import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { categoryOf } from './category-of.ts'
import { selectTree } from './queries-categories.ts'
import { Category } from './schema.ts'

const deepest = 100

export const listCategories = defineOperation({
  name: 'listCategories',
  tag: 'categories',
  summary: 'Read the category tree',
  description:
    'The tree depth first: every category follows its parent, siblings by name. `parentId` starts below a category, `depth` stops after that many levels (1: only the roots, or only the children).',
  http: 'GET /v1/categories',
  scope: 'products:read',
  reads: 'replica',
  input: Type.Object(
    {
      parentId: Type.Optional(Id('category')),
      depth: Type.Optional(
        Type.Integer({ minimum: 1, maximum: deepest, description: 'Levels to answer.' }),
      ),
      ...pageInput,
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1000,
          default: 200,
          description: 'How many to answer at the most.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: pageOf(Category),
  cost: 2,
  async handle({ db }, { parentId, depth = deepest, limit = 200, cursor }) {
    const scope = JSON.stringify(['categories', parentId ?? null, depth])
    const after = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const parent = parentId === undefined ? null : ids.category.decode(parentId)
    const rows = await selectTree(db, parent, depth, limit + 1, after)
    return toPage(rows, limit, categoryOf, (row) => encodeCursor(scope, [row.path_key]))
  },
})
