import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor } from '../core/page.ts'
import { Id, Nullable, Timestamp } from '../core/schema.ts'
import { readLog, visibleEvents } from '../events/index.ts'
import { ownEndpoint } from './access.ts'
import { wants } from './fan-out.ts'
import { requeueDeliveries } from './queries-deliveries.ts'

const eventsAtOnce = 1000

const Redelivery = Type.Object(
  {
    queued: Type.Integer({
      minimum: 0,
      maximum: eventsAtOnce,
      description: 'Messages queued by this call.',
    }),
    nextCursor: Nullable(
      Type.String({ description: 'Call again with it as `cursor`; null when all are queued.' }),
    ),
  },
  {
    $id: 'WebhookRedelivery',
    additionalProperties: false,
    description: 'How much of a range was queued.',
  },
)

export const redeliverWebhookEvents = defineOperation({
  name: 'redeliverWebhookEvents',
  tag: 'webhooks',
  summary: 'Deliver a range of events once more',
  description:
    'Looks through up to 1,000 events of the range that the endpoint listens to, also ones from before it existed, and queues those it has not received; with `evenDelivered` all of them.',
  http: 'POST /v1/webhook-endpoints/{id}/redeliver',
  status: 202,
  scope: 'webhooks:write',
  input: Type.Object(
    {
      id: Id('webhookEndpoint'),
      since: Timestamp,
      until: Type.Optional(Timestamp),
      evenDelivered: Type.Optional(Type.Boolean({ default: false })),
      cursor: Type.Optional(Type.String({ maxLength: 2048 })),
    },
    { additionalProperties: false },
  ),
  output: Redelivery,
  errors: ['not_found'],
  cost: 20,
  async handle(context, { id, since, until, evenDelivered = false, cursor }) {
    const { db, caller, now } = context
    const endpoint = await ownEndpoint(context, id)
    const filter = {
      ...visibleEvents({ ...caller, sellerId: endpoint.sellerId }),
      types: endpoint.eventTypes,
      since: new Date(since),
      until: until === undefined ? undefined : new Date(until),
    }
    const scope = JSON.stringify(['redelivery', endpoint.id, filter])
    const after = cursor === undefined ? 0 : Number(decodeCursor(scope, cursor, 1)[0])
    const events = await readLog(db, filter, after, eventsAtOnce)
    const matches = events
      .filter((event) => wants(endpoint, event))
      .map((event) => ({ endpointId: endpoint.id, eventId: event.id }))
    const queued =
      matches.length === 0 ? 0 : await requeueDeliveries(db, matches, evenDelivered, now)
    const last = events.length < eventsAtOnce ? undefined : events.at(-1)
    return { queued, nextCursor: last === undefined ? null : encodeCursor(scope, [last.position]) }
  },
})
