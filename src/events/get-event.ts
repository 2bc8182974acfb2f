import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { findEvents } from './read-log.ts'
import { Event, eventOf } from './schema.ts'
import { visibleEvents } from './visible.ts'

export const getEvent = defineOperation({
  name: 'getEvent',
  tag: 'events',
  summary: 'Get an event',
  description: 'One event of your log, for example after a thin webhook.',
  http: 'GET /v1/events/{id}',
  scope: 'webhooks:read',
  input: Type.Object({ id: Id('event') }, { additionalProperties: false }),
  output: Event,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const [row] = await findEvents(db, visibleEvents(caller), [ids.event.decode(id)])
    if (row === undefined) throw notFound('event', id)
    return eventOf(row)
  },
})
