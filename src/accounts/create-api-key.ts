import Type from 'typebox'
import { ApiError, invalidField } from '../core/errors.ts'
import { defineOperation, type Scope as ScopeName } from '../core/operation.ts'
import { Text, Timestamp } from '../core/schema.ts'
import { issueKey } from './issue-key.ts'
import { CreatedApiKey, Scope } from './schema.ts'

export const createApiKey = defineOperation({
  name: 'createApiKey',
  tag: 'keys',
  summary: 'Create an API key',
  description:
    'Makes a key for your account in the same mode as the key you call with. It can never do more than that key. The secret is in this answer only.',
  http: 'POST /v1/api-keys',
  status: 201,
  scope: 'keys:write',
  input: Type.Object(
    {
      name: Text({ minLength: 1, maxLength: 100, description: 'What the key is for.' }),
      scopes: Type.Array(Scope, { minItems: 1, maxItems: 50, uniqueItems: true }),
      expiresAt: Type.Optional(Timestamp),
    },
    { additionalProperties: false },
  ),
  output: CreatedApiKey,
  errors: ['forbidden'],
  cost: 10,
  async handle({ db, caller, now }, { name, scopes, expiresAt }) {
    const missing = scopes.filter((scope) => !caller.scopes.has(scope))
    if (missing.length > 0) {
      throw new ApiError('forbidden', `Your key lacks ${missing.join(', ')}: leave these out.`)
    }
    const expiry = expiresAt === undefined ? null : new Date(expiresAt)
    if (expiry !== null && expiry <= now) {
      throw invalidField('#/expiresAt', 'in_the_past', 'expiresAt must lie in the future.')
    }
    return await issueKey(db, {
      accountId: caller.accountId,
      name,
      mode: caller.mode,
      scopes: scopes as ScopeName[],
      sellerId: caller.sellerId,
      expiresAt: expiry,
    })
  },
})
