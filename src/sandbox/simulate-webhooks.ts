import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import { readLog, visibleEvents } from '../events/index.ts'
import { ownEndpoint, requeueDeliveries, wants } from '../webhooks/index.ts'
import { requireTestKey } from './access.ts'

const faults = ['duplicate', 'reorder'] as const
const apartMs = 300
const lookBackMs = 3_600_000

const SimulatedWebhooks = Type.Object(
  { queued: Type.Integer({ minimum: 0, description: 'Messages that will come again.' }) },
  { $id: 'SimulatedWebhooks', additionalProperties: false },
)

export const simulateWebhooks = defineOperation({
  name: 'simulateWebhooks',
  tag: 'sandbox',
  summary: 'Send webhooks twice or out of order',
  description:
    'Sends the newest events of the last hour once more to one of your endpoints, as any delivery may in real life: `duplicate` in their order, `reorder` newest first. A receiver that survives this needs no luck.',
  http: 'POST /v1/sandbox/webhook-endpoints/{id}/simulate',
  status: 202,
  scope: 'sandbox:write',
  input: Type.Object(
    {
      id: Id('webhookEndpoint'),
      fault: Enum(faults, { $id: 'WebhookFault', description: 'How delivery shall go wrong.' }),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10 })),
    },
    { additionalProperties: false },
  ),
  output: SimulatedWebhooks,
  errors: ['forbidden', 'not_found'],
  cost: 10,
  async handle(context, { id, fault, count = 10 }) {
    const { db, caller } = context
    requireTestKey(caller)
    const endpoint = await ownEndpoint(context, id)
    // Events and deliveries are stamped by the real clock, whatever time the sandbox has.
    const now = Date.now()
    const filter = { ...visibleEvents(caller), since: new Date(now - lookBackMs) }
    const events = (await readLog(db, filter, 0, 1000)).filter((one) => wants(endpoint, one))
    const newest = events.slice(-count)
    const inTurn = fault === 'reorder' ? newest.reverse() : newest
    for (const [i, event] of inTurn.entries()) {
      const match = { endpointId: endpoint.id, eventId: event.id }
      await requeueDeliveries(db, [match], true, new Date(now + i * apartMs))
    }
    return { queued: inTurn.length }
  },
})
