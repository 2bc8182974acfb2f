import Type from 'typebox'
import { ApiError, invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { movableParcel } from './access.ts'
import { carrierOfNumber, normaliseTrackingNumber } from './carriers/detect.ts'
import { carrierNamed } from './carriers/registry.ts'
import { selectNumbers, selectParcel } from './queries.ts'
import { insertNumber, lockParcel } from './queries-write.ts'
import { parcelViews } from './render.ts'
import { Parcel } from './schema.ts'

const maxNumbers = 10

export const addTrackingNumber = defineOperation({
  name: 'addTrackingNumber',
  tag: 'tracking',
  summary: 'Add a tracking number to a parcel',
  description:
    'When a last-mile carrier takes over under its own number. The earlier numbers keep finding the parcel.',
  http: 'POST /v1/parcels/{id}/tracking-numbers',
  status: 201,
  scope: 'fulfillment:write',
  input: Type.Object(
    {
      id: Id('parcel'),
      trackingNumber: Text({ minLength: 4, maxLength: 60 }),
      carrier: Type.Optional(Text({ minLength: 1, maxLength: 80 })),
    },
    { additionalProperties: false },
  ),
  output: Parcel,
  errors: ['not_found', 'conflict'],
  cost: 3,
  async handle({ db, caller }, { id, trackingNumber, carrier }) {
    const parcel = await movableParcel(db, caller, id)
    const number = normaliseTrackingNumber(trackingNumber)
    const known = carrier === undefined ? carrierOfNumber(number) : carrierNamed(carrier)
    if (!known) {
      const message = 'The tracking number does not tell its carrier: name the carrier.'
      throw invalidField('#/carrier', 'required', message)
    }
    await lockParcel(db, parcel.id)
    const position = (await selectNumbers(db, [parcel.id])).length
    if (position >= maxNumbers) {
      throw new ApiError('conflict', `A parcel can have ${maxNumbers} tracking numbers.`)
    }
    const row = { parcel_id: parcel.id, number, position }
    await insertNumber(db, { ...row, carrier: known.code, carrier_name: known.name })
    const [view] = await parcelViews(db, [(await selectParcel(db, parcel.id))!])
    return view!
  },
})
