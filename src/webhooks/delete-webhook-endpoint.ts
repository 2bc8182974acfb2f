import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { deleteEndpoint } from './queries.ts'
import { endpointOf, WebhookEndpoint } from './schema.ts'

export const deleteWebhookEndpoint = defineOperation({
  name: 'deleteWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Delete a webhook endpoint',
  description: 'With its deliveries and what waits for it. Answers the endpoint as it was.',
  http: 'DELETE /v1/webhook-endpoints/{id}',
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('webhookEndpoint') }, { additionalProperties: false }),
  output: WebhookEndpoint,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const row = await deleteEndpoint(db, ids.webhookEndpoint.decode(id), caller)
    if (row === undefined) throw notFound('webhook endpoint', id)
    return endpointOf(row)
  },
})
