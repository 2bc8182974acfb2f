import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownEndpoint } from './access.ts'
import { pauseEndpoint } from './queries.ts'
import { endpointOf, WebhookEndpoint } from './schema.ts'

export const pauseWebhookEndpoint = defineOperation({
  name: 'pauseWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Pause a webhook endpoint',
  description:
    'Messages wait, for up to 30 days, until it is resumed. Pausing twice changes nothing.',
  http: 'POST /v1/webhook-endpoints/{id}/pause',
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('webhookEndpoint') }, { additionalProperties: false }),
  output: WebhookEndpoint,
  errors: ['not_found'],
  async handle(context, { id }) {
    const row = await ownEndpoint(context, id)
    const paused = await pauseEndpoint(context.db, row.id, 'requested', context.now)
    return endpointOf(paused ?? row)
  },
})
