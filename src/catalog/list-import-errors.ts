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
import { Id } from '../core/schema.ts'
import { ownImport } from './import-of.ts'
import { maxStoredProblems, type ProblemRow, selectProblems } from './queries-import-jobs.ts'
import { ImportProblem } from './schema.ts'

export const listImportErrors = defineOperation({
  name: 'listImportErrors',
  tag: 'imports',
  summary: 'List what was wrong with a feed',
  description: `Errors and warnings in the order of the file, each with its place, its reason and what to do. The first ${maxStoredProblems} of an import are kept; the import counts them all.`,
  http: 'GET /v1/imports/{id}/errors',
  scope: 'products:read',
  input: Type.Object(
    {
      id: Id('import'),
      severity: Type.Optional(ImportProblem.properties.severity),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(ImportProblem),
  errors: ['not_found'],
  async handle({ db, caller }, { id, severity = null, limit = defaultPageSize, cursor }) {
    const scope = JSON.stringify(['importErrors', id, severity])
    const after = cursor === undefined ? 0 : Number(decodeCursor(scope, cursor, 1)[0]) || 0
    const row = await ownImport(db, caller, id)
    const rows = await selectProblems(db, row.id, severity, limit + 1, after)
    return toPage(rows, limit, problemOf, ({ position }) => encodeCursor(scope, [position]))
  },
})

function problemOf({ external_id, ...problem }: ProblemRow) {
  return { ...problem, externalId: external_id }
}
