import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Id, Timestamp } from '../core/schema.ts'
import type { EventRow } from './queries.ts'

/** How big a position can grow. */
export const Sequence = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Place in the log: grows with every event, with gaps.',
})

export const Event = Type.Object(
  {
    id: Id('event'),
    type: Type.String({ description: 'What happened.', examples: ['order.created'] }),
    timestamp: Timestamp,
    sequence: Sequence,
    data: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'The payload; its shape is that of the webhook of the same type.',
    }),
  },
  {
    $id: 'Event',
    additionalProperties: false,
    description: 'Something that happened, as webhooks deliver it too.',
  },
)
export type Event = Type.Static<typeof Event>

export function eventOf(row: EventRow): Event {
  return {
    id: ids.event.encode(row.id),
    type: row.type,
    timestamp: row.created_at.toISOString(),
    sequence: row.position,
    data: row.payload,
  }
}
