import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { visibleParcel } from './access.ts'
import { parcelViews } from './render.ts'
import { Parcel } from './schema.ts'

export const getParcel = defineOperation({
  name: 'getParcel',
  tag: 'tracking',
  summary: 'Get a parcel',
  description: 'With its tracking numbers, what is in it and everything that was reported of it.',
  http: 'GET /v1/parcels/{id}',
  scope: 'fulfillment:read',
  input: Type.Object({ id: Id('parcel') }, { additionalProperties: false }),
  output: Parcel,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const [view] = await parcelViews(db, [await visibleParcel(db, caller, id)])
    return view!
  },
})
