import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Enum, Id, Nullable, Text, Timestamp } from '../core/schema.ts'
import { EventPatterns } from '../events/index.ts'
import type { AttemptRow, DeliveryRow, EndpointRow } from './rows.ts'
import { deliveryStates, pauseReasons, payloadStyles } from './tables.ts'

export const PayloadStyle = Enum(payloadStyles, {
  $id: 'WebhookPayload',
  description: '`full` carries the event; `thin` leaves `data` out, to be read by `getEvent`.',
})

const PauseReason = Enum(pauseReasons, {
  $id: 'WebhookPauseReason',
  description:
    '`requested` by you; `gone`: it answered 410; `failing`: a delivery used up its attempts and nothing had succeeded since it began.',
})

export const DeliveryState = Enum(deliveryStates, {
  $id: 'WebhookDeliveryState',
  description: '`failed` after ten attempts over three days, or when the endpoint said 410.',
})

export const EventTypes = EventPatterns('Which events: exact types, `order.*`, or `*`.', 1)

export const Url = Text({
  minLength: 1,
  maxLength: 2000,
  description:
    'Where messages are posted to. Live endpoints must be https; private networks are refused.',
  examples: ['https://example.com/entrepot'],
})

export const Description = Text({ maxLength: 500, description: 'What it is for.' })

export const MaxPerSecond = Type.Integer({
  minimum: 1,
  maximum: 1000,
  description: 'Messages a second at the most.',
})

const endpointMembers = {
  id: Id('webhookEndpoint'),
  url: Url,
  description: Nullable(Description),
  eventTypes: EventTypes,
  payload: PayloadStyle,
  maxPerSecond: Nullable(MaxPerSecond),
  sellerId: Nullable(Id('seller')),
  previousSecretExpiresAt: Nullable(Timestamp),
  pausedAt: Nullable(Timestamp),
  pausedReason: Nullable(PauseReason),
  failingSince: Nullable(Timestamp),
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

export const WebhookEndpoint = Type.Object(endpointMembers, {
  $id: 'WebhookEndpoint',
  additionalProperties: false,
  description: 'Where events are delivered. While it is paused, messages wait for up to 30 days.',
})
export type WebhookEndpoint = Type.Static<typeof WebhookEndpoint>

export const WebhookEndpointSecret = Type.Object(
  {
    ...endpointMembers,
    secret: Type.String({
      description: 'Key of the signatures (`whsec_…`): shown in this answer only.',
    }),
  },
  {
    $id: 'WebhookEndpointSecret',
    additionalProperties: false,
    description: 'An endpoint with its new secret.',
  },
)

const WebhookAttempt = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 100_000 }),
    startedAt: Timestamp,
    durationMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
    status: Nullable(
      Type.Integer({ minimum: 100, maximum: 999, description: 'HTTP status of the answer.' }),
    ),
    error: Nullable(Type.String({ description: 'Why it did not count, and what to do.' })),
    responseBody: Nullable(Type.String({ description: 'The first 2,000 characters.' })),
  },
  { $id: 'WebhookAttempt', additionalProperties: false, description: 'One try and its outcome.' },
)

export const WebhookDelivery = Type.Object(
  {
    id: Id('webhookDelivery'),
    endpointId: Id('webhookEndpoint'),
    eventId: Id('event'),
    eventType: Type.String(),
    state: DeliveryState,
    nextAttemptAt: Nullable(Timestamp),
    deliveredAt: Nullable(Timestamp),
    createdAt: Timestamp,
    attempts: Type.Array(WebhookAttempt),
    requestBody: Nullable(
      Type.String({ description: 'The body as it is sent; null in lists and after a test call.' }),
    ),
  },
  {
    $id: 'WebhookDelivery',
    additionalProperties: false,
    description: 'One event on its way to one endpoint, with every attempt.',
  },
)
export type WebhookDelivery = Type.Static<typeof WebhookDelivery>

const iso = (at: Date | null) => at?.toISOString() ?? null

export function endpointOf(row: EndpointRow): WebhookEndpoint {
  return {
    id: ids.webhookEndpoint.encode(row.id),
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    payload: row.payload,
    maxPerSecond: row.maxPerSecond,
    sellerId: row.sellerId && ids.seller.encode(row.sellerId),
    previousSecretExpiresAt: iso(row.previousSecretExpiresAt),
    pausedAt: iso(row.pausedAt),
    pausedReason: row.pausedReason,
    failingSince: iso(row.failingSince),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Attempts are those of this delivery, in order. */
export function deliveryOf(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  requestBody: string | null = null,
): WebhookDelivery {
  return {
    id: ids.webhookDelivery.encode(row.id),
    endpointId: ids.webhookEndpoint.encode(row.endpointId),
    eventId: ids.event.encode(row.eventId),
    eventType: row.eventType,
    state: row.state,
    nextAttemptAt: row.state === 'pending' ? row.runAt.toISOString() : null,
    deliveredAt: iso(row.deliveredAt),
    createdAt: row.createdAt.toISOString(),
    attempts: attempts.map(({ number, startedAt, durationMs, status, error, responseBody }) => ({
      number,
      startedAt: startedAt.toISOString(),
      durationMs,
      status,
      error,
      responseBody,
    })),
    requestBody,
  }
}
