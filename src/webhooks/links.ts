import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { Event, eventOf, findEvents, visibleEvents } from '../events/index.ts'
import { selectEndpointsById } from './queries.ts'
import { endpointOf, WebhookDelivery, WebhookEndpoint } from './schema.ts'

const deliveryEvent = defineLink({
  from: WebhookDelivery,
  field: 'event',
  to: Event,
  description: 'What is delivered.',
  scope: 'webhooks:read',
  async load({ db, caller }, deliveries) {
    const wanted = deliveries.map(({ eventId }) => ids.event.decode(eventId))
    const rows = await findEvents(db, visibleEvents(caller), wanted)
    const byId = new Map(rows.map((row) => [row.id, eventOf(row)]))
    return wanted.map((id) => byId.get(id) ?? null)
  },
})

const deliveryEndpoint = defineLink({
  from: WebhookDelivery,
  field: 'endpoint',
  to: WebhookEndpoint,
  description: 'Where it is delivered to.',
  scope: 'webhooks:read',
  async load({ db, caller }, deliveries) {
    const wanted = deliveries.map(({ endpointId }) => ids.webhookEndpoint.decode(endpointId))
    const rows = await selectEndpointsById(db, wanted, caller)
    const byId = new Map(rows.map((row) => [row.id, endpointOf(row)]))
    return wanted.map((id) => byId.get(id) ?? null)
  },
})

export const links: readonly AnyLink[] = [deliveryEvent, deliveryEndpoint]
