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
import { selectEndpoints } from './queries.ts'
import { endpointOf, WebhookEndpoint } from './schema.ts'

const scope = 'webhook-endpoints'

export const listWebhookEndpoints = defineOperation({
  name: 'listWebhookEndpoints',
  tag: 'webhooks',
  summary: 'List your webhook endpoints',
  description: 'Newest first, without secrets.',
  http: 'GET /v1/webhook-endpoints',
  scope: 'webhooks:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(WebhookEndpoint),
  async handle({ db, caller }, { limit = defaultPageSize, cursor }) {
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectEndpoints(db, caller, before, limit + 1)
    return toPage(rows, limit, endpointOf, ({ id }) => encodeCursor(scope, [id]))
  },
})
