import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { movableParcel, sourceOf } from './access.ts'
import { carrierNamed } from './carriers/registry.ts'
import { hearEvents } from './hear-events.ts'
import { selectNumbers } from './queries.ts'
import { isFault, readEvent } from './read-event.ts'
import { parcelViews } from './render.ts'
import { NewTrackingEvent, Parcel } from './schema.ts'

export const addTrackingEvents = defineOperation({
  name: 'addTrackingEvents',
  tag: 'tracking',
  summary: 'Report events of a parcel',
  description:
    'For sellers whose carrier reports to them. Events may come late, repeated and in any order: the parcel never goes back. With a test key you may move your own test parcels.',
  http: 'POST /v1/parcels/{id}/events',
  scope: 'fulfillment:write',
  input: Type.Object(
    {
      id: Id('parcel'),
      events: Type.Array(NewTrackingEvent, { minItems: 1, maxItems: 100 }),
    },
    { additionalProperties: false },
  ),
  output: Parcel,
  errors: ['not_found'],
  idempotency: 'accepted',
  cost: 5,
  async handle({ db, caller, now }, { id, events }) {
    const parcel = await movableParcel(db, caller, id)
    const numbers = await selectNumbers(db, [parcel.id])
    const origin = {
      carrier: carrierNamed(parcel.carrier),
      trackingNumber: numbers.at(-1)?.number ?? null,
      source: sourceOf(caller),
      now,
    }
    const heard = events.map((event, index) => {
      const read = readEvent(event, origin)
      if (isFault(read))
        throw invalidField(`#/events/${index}/${read.field}`, read.code, read.message)
      return read
    })
    const moved = await hearEvents(db, parcel.id, heard, now)
    const [view] = await parcelViews(db, [moved.parcel])
    return view!
  },
})
