import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { revokeKey } from './queries.ts'
import { ApiKey, apiKeyOf } from './schema.ts'

export const revokeApiKey = defineOperation({
  name: 'revokeApiKey',
  tag: 'keys',
  summary: 'Revoke an API key',
  description: 'The key is refused from this moment on. Revoking twice changes nothing.',
  http: 'POST /v1/api-keys/{id}/revoke',
  scope: 'keys:write',
  input: Type.Object({ id: Id('apiKey') }, { additionalProperties: false }),
  output: ApiKey,
  errors: ['not_found'],
  async handle({ db, caller, now }, { id }) {
    const row = await revokeKey(db, caller.accountId, ids.apiKey.decode(id), now)
    if (row === undefined) throw notFound('API key', id)
    return apiKeyOf(row)
  },
})
