import Type from 'typebox'
import { Enum, Id, Nullable } from '../core/schema.ts'
import { type AnyEvent, defineEvent } from '../events/index.ts'

export const endpointPaused = defineEvent({
  type: 'webhookEndpoint.paused',
  summary: 'Deliveries to an endpoint were paused because it kept failing or said it is gone',
  payload: Type.Object(
    {
      webhookEndpointId: Id('webhookEndpoint'),
      sellerId: Nullable(Id('seller')),
      url: Type.String(),
      reason: Enum(['gone', 'failing']),
    },
    { $id: 'WebhookEndpointPaused', additionalProperties: false },
  ),
})

export const endpointTested = defineEvent({
  type: 'webhookEndpoint.tested',
  summary: 'You asked for a message to try an endpoint; it goes to that endpoint alone',
  isAddressed: true,
  payload: Type.Object(
    {
      webhookEndpointId: Id('webhookEndpoint'),
      sellerId: Nullable(Id('seller')),
      message: Type.String(),
    },
    { $id: 'WebhookEndpointTested', additionalProperties: false },
  ),
})

export const events: readonly AnyEvent[] = [endpointPaused, endpointTested]
