import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Nullable } from '../core/schema.ts'
import { checkPatterns } from '../events/index.ts'
import { checkUrl } from './endpoint-url.ts'
import { updateEndpoint } from './queries.ts'
import {
  Description,
  EventTypes,
  endpointOf,
  MaxPerSecond,
  PayloadStyle,
  Url,
  WebhookEndpoint,
} from './schema.ts'

export const updateWebhookEndpoint = defineOperation({
  name: 'updateWebhookEndpoint',
  tag: 'webhooks',
  summary: 'Change a webhook endpoint',
  description:
    'What is left out stays; null empties a field. Messages on their way go to the new URL.',
  http: 'PATCH /v1/webhook-endpoints/{id}',
  scope: 'webhooks:write',
  input: Type.Object(
    {
      id: Id('webhookEndpoint'),
      url: Type.Optional(Url),
      eventTypes: Type.Optional(EventTypes),
      description: Type.Optional(Nullable(Description)),
      payload: Type.Optional(PayloadStyle),
      maxPerSecond: Type.Optional(Nullable(MaxPerSecond)),
    },
    { additionalProperties: false },
  ),
  output: WebhookEndpoint,
  errors: ['not_found', 'webhook_url_refused'],
  async handle({ db, caller, now }, { id, ...change }) {
    if (change.eventTypes !== undefined) checkPatterns(change.eventTypes, '#/eventTypes')
    const url = change.url === undefined ? undefined : checkUrl(change.url, caller.mode)
    const row = await updateEndpoint(db, ids.webhookEndpoint.decode(id), caller, {
      ...change,
      url,
      updatedAt: now,
    })
    if (row === undefined) throw notFound('webhook endpoint', id)
    return endpointOf(row)
  },
})
