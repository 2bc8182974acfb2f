import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { emit } from '../events/index.ts'
import { ownEndpoint } from './access.ts'
import { endpointTested } from './events.ts'
import { insertDeliveries, selectDeliveries } from './queries-deliveries.ts'
import { deliveryOf, WebhookDelivery } from './schema.ts'

export const testWebhookEndpoint = defineOperation({
  name: 'testWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Send a test message to a webhook endpoint',
  description:
    'Queues a `webhookEndpoint.tested` event for this endpoint alone. Ask `getWebhookDelivery` for the attempt and the answer.',
  http: 'POST /v1/webhook-endpoints/{id}/test',
  status: 202,
  scope: 'webhooks:write',
  input: Type.Object({ id: Id('webhookEndpoint') }, { additionalProperties: false }),
  output: WebhookDelivery,
  errors: ['not_found'],
  cost: 5,
  async handle(context, { id }) {
    const { db, caller, now } = context
    const endpoint = await ownEndpoint(context, id)
    const eventId = await emit(db, endpointTested, {
      accountId: caller.accountId,
      mode: caller.mode,
      subjectId: endpoint.id,
      payload: {
        webhookEndpointId: id,
        sellerId: endpoint.sellerId && ids.seller.encode(endpoint.sellerId),
        message: 'It works.',
      },
    })
    await insertDeliveries(db, [{ endpointId: endpoint.id, eventId }], now)
    const [row] = await selectDeliveries(db, { endpointId: endpoint.id, eventId }, undefined, 1)
    return deliveryOf(row!, [])
  },
})
