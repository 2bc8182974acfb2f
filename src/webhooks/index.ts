import type { AnyOperation } from '../core/operation.ts'
import { createWebhookEndpoint } from './create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts'
import { getWebhookDelivery } from './get-webhook-delivery.ts'
import { getWebhookEndpoint } from './get-webhook-endpoint.ts'
import { listWebhookDeliveries } from './list-webhook-deliveries.ts'
import { listWebhookEndpoints } from './list-webhook-endpoints.ts'
import { pauseWebhookEndpoint } from './pause-webhook-endpoint.ts'
import { redeliverWebhook } from './redeliver-webhook.ts'
import { redeliverWebhookEvents } from './redeliver-webhook-events.ts'
import { resumeWebhookEndpoint } from './resume-webhook-endpoint.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { testWebhookEndpoint } from './test-webhook-endpoint.ts'
import { updateWebhookEndpoint } from './update-webhook-endpoint.ts'

/** Webhooks: endpoints, signed messages, retries. Carries events of any kind and reads none of them. */
export { ownEndpoint } from './access.ts'
export { events } from './events.ts'
export { wants } from './fan-out.ts'
export { jobs } from './jobs.ts'
export { links } from './links.ts'
export { allowWebhookNetworks } from './networks.ts'
export { requeueDeliveries } from './queries-deliveries.ts'

export const operations: readonly AnyOperation[] = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  pauseWebhookEndpoint,
  resumeWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  getWebhookDelivery,
  redeliverWebhook,
  redeliverWebhookEvents,
]
