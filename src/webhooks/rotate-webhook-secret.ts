import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownEndpoint } from './access.ts'
import { mintSecret } from './message.ts'
import { updateEndpoint } from './queries.ts'
import { endpointOf, WebhookEndpointSecret } from './schema.ts'

export const rotateWebhookSecret = defineOperation({
  name: 'rotateWebhookSecret',
  tag: 'webhooks',
  summary: 'Rotate the secret of a webhook endpoint',
  description:
    'Messages carry signatures of both secrets until the overlap ends, so receivers can change over in their own time. The new secret is in this answer only.',
  http: 'POST /v1/webhook-endpoints/{id}/rotate-secret',
  scope: 'webhooks:write',
  input: Type.Object(
    {
      id: Id('webhookEndpoint'),
      overlapHours: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 168,
          default: 24,
          description: 'How long the old secret goes on signing.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: WebhookEndpointSecret,
  errors: ['not_found'],
  idempotency: 'accepted',
  cost: 10,
  async handle(context, { id, overlapHours = 24 }) {
    const { db, caller, now } = context
    const before = await ownEndpoint(context, id)
    const secret = mintSecret()
    const row = await updateEndpoint(db, ids.webhookEndpoint.decode(id), caller, {
      secret,
      previousSecret: overlapHours === 0 ? null : before.secret,
      previousSecretExpiresAt:
        overlapHours === 0 ? null : new Date(now.getTime() + overlapHours * 3_600_000),
      updatedAt: now,
    })
    if (row === undefined) throw notFound('webhook endpoint', id)
    return { ...endpointOf(row), secret }
  },
})
