import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { importOf, ownImport } from './import-of.ts'
import { Import } from './schema.ts'

export const getImport = defineOperation({
  name: 'getImport',
  tag: 'imports',
  summary: 'Get an import',
  description: 'Its progress while it runs and its figures so far; they stay when it has ended.',
  http: 'GET /v1/imports/{id}',
  scope: 'products:read',
  input: Type.Object({ id: Id('import') }, { additionalProperties: false }),
  output: Import,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    return importOf(await ownImport(db, caller, id))
  },
})
