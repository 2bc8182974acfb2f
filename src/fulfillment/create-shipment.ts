import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { receivedPart } from '../orders/index.ts'
import { sourceOf } from './access.ts'
import { packedLines } from './count-progress.ts'
import { dispatch } from './dispatch.ts'
import { NewParcel, plansOf } from './new-parcel.ts'
import { selectParcelsOfPart } from './queries.ts'
import { shipmentViews } from './render.ts'
import { Shipment } from './schema.ts'

export const createShipment = defineOperation({
  name: 'createShipment',
  tag: 'sellerOrders',
  summary: 'Ship an order as its seller',
  description:
    'Makes parcels with what is in them, their carrier and tracking number. Units count as sent when the parcel is handed over, and the order’s status follows. Shipping accepts the part where it was not accepted yet.',
  http: 'POST /v1/seller-orders/{id}/shipments',
  status: 201,
  scope: 'fulfillment:write',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      parcels: Type.Array(NewParcel, { minItems: 1, maxItems: 50 }),
      note: Type.Optional(Text({ maxLength: 500 })),
    },
    { additionalProperties: false },
  ),
  output: Shipment,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  cost: 10,
  async handle(context, { id, parcels, note }) {
    const { db, caller, now } = context
    const received = await receivedPart(context, id, { lock: true })
    const { record, part } = received
    if (part.status === 'cancelled' || part.status === 'completed') {
      throw new ApiError('conflict', `This part is ${part.status}: nothing of it can be sent.`)
    }
    if (part.heldAt !== null) {
      throw new ApiError('conflict', 'This part is on hold: wait until the hold is lifted.')
    }
    const lines = record.lines.filter((line) => line.sellerOrderId === part.id)
    const made = await selectParcelsOfPart(db, part.id)
    const shipment = await dispatch(db, received, {
      parcels: plansOf(parcels, lines, await packedLines(db, made), now),
      note: note ?? null,
      source: sourceOf(caller),
      now,
    })
    const [view] = await shipmentViews(db, [shipment])
    return view!
  },
})
