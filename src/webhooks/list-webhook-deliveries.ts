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
import { Id } from '../core/schema.ts'
import { ownEndpoint } from './access.ts'
import { selectAttempts, selectDeliveries } from './queries-deliveries.ts'
import { DeliveryState, deliveryOf, WebhookDelivery } from './schema.ts'

export const listWebhookDeliveries = defineOperation({
  name: 'listWebhookDeliveries',
  tag: 'webhooks',
  summary: 'List deliveries to a webhook endpoint',
  description: 'Newest first, each with its attempts and what the endpoint answered; kept 30 days.',
  http: 'GET /v1/webhook-endpoints/{id}/deliveries',
  scope: 'webhooks:read',
  input: Type.Object(
    { id: Id('webhookEndpoint'), state: Type.Optional(DeliveryState), ...pageInput },
    { additionalProperties: false },
  ),
  output: pageOf(WebhookDelivery),
  errors: ['not_found'],
  cost: 2,
  async handle(context, { id, state, limit = defaultPageSize, cursor }) {
    const { db } = context
    const endpoint = await ownEndpoint(context, id)
    const filter = { endpointId: endpoint.id, state }
    const scope = JSON.stringify(['webhook-deliveries', filter])
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectDeliveries(db, filter, before, limit + 1)
    const attempts = await selectAttempts(
      db,
      rows.map((row) => row.id),
    )
    return toPage(
      rows,
      limit,
      (row) =>
        deliveryOf(
          row,
          attempts.filter((attempt) => attempt.deliveryId === row.id),
        ),
      (row) => encodeCursor(scope, [row.id]),
    )
  },
})
