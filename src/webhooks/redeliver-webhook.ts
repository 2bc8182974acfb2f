import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownDelivery } from './access.ts'
import { requeueDeliveries, selectAttempts } from './queries-deliveries.ts'
import { deliveryOf, WebhookDelivery } from './schema.ts'

export const redeliverWebhook = defineOperation({
  name: 'redeliverWebhook',
  tag: 'webhooks',
  summary: 'Deliver a webhook once more',
  description:
    'Queues it at once, whatever became of it, with a fresh schedule of attempts and the same `webhook-id`.',
  http: 'POST /v1/webhook-deliveries/{id}/redeliver',
  status: 202,
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('webhookDelivery') }, { additionalProperties: false }),
  output: WebhookDelivery,
  errors: ['not_found'],
  cost: 5,
  async handle(context, { id }) {
    const { db, now } = context
    const { delivery } = await ownDelivery(context, id)
    await requeueDeliveries(db, [delivery], true, now)
    const { delivery: queued } = await ownDelivery(context, id)
    return deliveryOf(queued, await selectAttempts(db, [delivery.id]))
  },
})
