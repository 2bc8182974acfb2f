import Type from 'typebox'
import { decodeUuid, encodeUuid } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { selectKeys } from './queries.ts'
import { ApiKey, apiKeyOf } from './schema.ts'

const scope = 'api-keys'

export const listApiKeys = defineOperation({
  name: 'listApiKeys',
  tag: 'keys',
  summary: 'List your API keys',
  description: 'Newest first, without secrets; revoked keys stay listed.',
  http: 'GET /v1/api-keys',
  scope: 'keys:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(ApiKey),
  async handle({ db, caller }, { limit = 20, cursor }) {
    const after = cursor === undefined ? undefined : positionOf(cursor)
    const rows = await selectKeys(db, caller.accountId, caller.mode, limit + 1, after)
    return toPage(rows, limit, apiKeyOf, (row) =>
      encodeCursor(scope, [row.created_at.toISOString(), encodeUuid(row.id)]),
    )
  },
})

function positionOf(cursor: string): { createdAt: Date; id: string } {
  const [at, id] = decodeCursor(scope, cursor, 2) as [string, string]
  return { createdAt: new Date(at), id: decodeUuid(id) ?? '' }
}
