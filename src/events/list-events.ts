import Type from 'typebox'
import { decodeUuid } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { Timestamp } from '../core/schema.ts'
import { checkPatterns, EventPatterns } from './patterns.ts'
import { readLog } from './read-log.ts'
import { Event, eventOf, Sequence } from './schema.ts'
import { visibleEvents } from './visible.ts'

export const listEvents = defineOperation({
  name: 'listEvents',
  tag: 'events',
  summary: 'List events',
  description: [
    'What happened to your account’s things, oldest first, in the mode of your key.',
    'To follow the log, remember the `sequence` of the last event you handled and ask with `afterSequence`: nothing is skipped, whatever was written meanwhile.',
  ].join('\n\n'),
  http: 'GET /v1/events',
  scope: 'webhooks:read',
  input: Type.Object(
    {
      type: Type.Optional(EventPatterns('Only these types: exact ones, `order.*`, or `*`.', 1)),
      subjectId: Type.Optional(
        Type.String({
          pattern: '^[a-z]{2,8}_[0-7][0-9a-hjkmnp-tv-z]{25}$',
          description: 'Only what happened to this thing: an id of an order, a parcel, a seller….',
        }),
      ),
      since: Type.Optional(Timestamp),
      afterSequence: Type.Optional(Sequence),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Event),
  cost: 2,
  async handle({ db, caller }, input) {
    const { type: types, subjectId, since, afterSequence = 0 } = input
    const { limit = defaultPageSize, cursor } = input
    if (types !== undefined) checkPatterns(types, '#/type')
    const filter = {
      ...visibleEvents(caller),
      types,
      subjectId: subjectId && decodeUuid(subjectId.slice(-26)),
      since: since === undefined ? undefined : new Date(since),
    }
    const scope = JSON.stringify(['events', filter, afterSequence])
    const after = cursor === undefined ? afterSequence : Number(decodeCursor(scope, cursor, 1)[0])
    const rows = await readLog(db, filter, after, limit + 1)
    return toPage(rows, limit, eventOf, (row) => encodeCursor(scope, [row.position]))
  },
})
