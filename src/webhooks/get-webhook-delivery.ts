import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { findEvents, visibleEvents } from '../events/index.ts'
import { ownDelivery } from './access.ts'
import { bodyOf } from './message.ts'
import { selectAttempts } from './queries-deliveries.ts'
import { deliveryOf, WebhookDelivery } from './schema.ts'

export const getWebhookDelivery = defineOperation({
  name: 'getWebhookDelivery',
  tag: 'webhooks',
  summary: 'Get a webhook delivery',
  description: 'One delivery with its body, its attempts and what the endpoint answered.',
  http: 'GET /v1/webhook-deliveries/{id}',
  scope: 'webhooks:read',
  input: Type.Object({ id: Id('webhookDelivery') }, { additionalProperties: false }),
  output: WebhookDelivery,
  errors: ['not_found'],
  async handle(context, { id }) {
    const { db, caller } = context
    const { delivery, endpoint } = await ownDelivery(context, id)
    const [attempts, [event]] = await Promise.all([
      selectAttempts(db, [delivery.id]),
      findEvents(db, visibleEvents(caller), [delivery.eventId]),
    ])
    return deliveryOf(delivery, attempts, event === undefined ? null : bodyOf(endpoint, event))
  },
})
