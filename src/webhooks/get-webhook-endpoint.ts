import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownEndpoint } from './access.ts'
import { endpointOf, WebhookEndpoint } from './schema.ts'

export const getWebhookEndpoint = defineOperation({
  name: 'getWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Get a webhook endpoint',
  http: 'GET /v1/webhook-endpoints/{id}',
  scope: 'webhooks:read',
  input: Type.Object({ id: Id('webhookEndpoint') }, { additionalProperties: false }),
  output: WebhookEndpoint,
  errors: ['not_found'],
  async handle(context, { id }) {
    return endpointOf(await ownEndpoint(context, id))
  },
})
