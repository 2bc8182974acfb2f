import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { categoryOf } from './category-of.ts'
import { selectCategory } from './queries-categories.ts'
import { Category } from './schema.ts'

export const getCategory = defineOperation({
  name: 'getCategory',
  tag: 'categories',
  summary: 'Get a category',
  http: 'GET /v1/categories/{id}',
  scope: 'products:read',
  reads: 'replica',
  input: Type.Object({ id: Id('category') }, { additionalProperties: false }),
  output: Category,
  errors: ['not_found'],
  async handle({ db }, { id }) {
    const row = await selectCategory(db, ids.category.decode(id))
    if (!row) throw notFound('category', id)
    return categoryOf(row)
  },
})
