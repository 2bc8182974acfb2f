import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { requireTestKey } from './access.ts'
import { selectSandbox } from './queries.ts'
import { Sandbox, sandboxOf } from './schema.ts'

export const getSandbox = defineOperation({
  name: 'getSandbox',
  tag: 'sandbox',
  summary: 'Get your sandbox',
  description: 'Its time and how it behaves.',
  http: 'GET /v1/sandbox',
  scope: 'sandbox:write',
  input: Type.Object({}, { additionalProperties: false }),
  output: Sandbox,
  errors: ['forbidden', 'not_found'],
  async handle({ db, caller, now }) {
    requireTestKey(caller)
    const row = await selectSandbox(db, caller.accountId)
    if (row) return sandboxOf(row, now)
    throw new ApiError('not_found', 'Your sandbox is not open yet: PATCH /v1/sandbox opens it.')
  },
})
