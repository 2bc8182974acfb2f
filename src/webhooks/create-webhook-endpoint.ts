import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { checkPatterns } from '../events/index.ts'
import { checkUrl } from './endpoint-url.ts'
import { mintSecret } from './message.ts'
import { countEndpoints, insertEndpoint } from './queries.ts'
import {
  Description,
  EventTypes,
  endpointOf,
  MaxPerSecond,
  PayloadStyle,
  Url,
  WebhookEndpointSecret,
} from './schema.ts'

const maxEndpoints = 50

export const createWebhookEndpoint = defineOperation({
  name: 'createWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Create a webhook endpoint',
  description: [
    'Events of your account, in the mode of your key, are posted there and signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`). The secret is in this answer only.',
    'Answer 2xx within 15 seconds. Anything else is tried again, ten times over three days; messages may come twice (same `webhook-id`) and out of order (compare `sequence`).',
  ].join('\n\n'),
  http: 'POST /v1/webhook-endpoints',
  status: 201,
  scope: 'webhooks:write',
  input: Type.Object(
    {
      url: Url,
      eventTypes: EventTypes,
      description: Type.Optional(Description),
      payload: Type.Optional(PayloadStyle),
      maxPerSecond: Type.Optional(MaxPerSecond),
    },
    { additionalProperties: false },
  ),
  output: WebhookEndpointSecret,
  errors: ['webhook_url_refused', 'conflict'],
  idempotency: 'accepted',
  cost: 10,
  async handle({ db, caller, now }, input) {
    const { accountId, mode, sellerId } = caller
    const url = checkUrl(input.url, mode)
    checkPatterns(input.eventTypes, '#/eventTypes')
    if ((await countEndpoints(db, caller)) >= maxEndpoints) {
      throw new ApiError('conflict', `There are ${maxEndpoints} endpoints already: delete one.`)
    }
    const secret = mintSecret()
    const row = await insertEndpoint(db, {
      id: newId(),
      accountId,
      mode,
      sellerId,
      url,
      description: input.description ?? null,
      eventTypes: input.eventTypes,
      payload: input.payload ?? 'full',
      maxPerSecond: input.maxPerSecond ?? null,
      secret,
      createdAt: now,
      updatedAt: now,
    })
    return { ...endpointOf(row), secret }
  },
})
