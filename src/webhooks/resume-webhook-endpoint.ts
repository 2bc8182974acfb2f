import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { updateEndpoint } from './queries.ts'
import { endpointOf, WebhookEndpoint } from './schema.ts'

export const resumeWebhookEndpoint = defineOperation({
  name: 'resumeWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Resume a webhook endpoint',
  description:
    'What waited is sent now. For what had failed for good, see `redeliverWebhookEvents`.',
  http: 'POST /v1/webhook-endpoints/{id}/resume',
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('webhookEndpoint') }, { additionalProperties: false }),
  output: WebhookEndpoint,
  errors: ['not_found'],
  async handle({ db, caller, now }, { id }) {
    const row = await updateEndpoint(db, ids.webhookEndpoint.decode(id), caller, {
      pausedAt: null,
      pausedReason: null,
      failingSince: null,
      heldUntil: null,
      updatedAt: now,
    })
    if (row === undefined) throw notFound('webhook endpoint', id)
    return endpointOf(row)
  },
})
