import Type from 'typebox'
import { Id, Nullable, Timestamp } from '../core/schema.ts'
import { type AnyEvent, defineEvent } from '../events/index.ts'
import { ParcelState } from './schema.ts'

export const ParcelNews = Type.Object(
  {
    parcelId: Id('parcel'),
    shipmentId: Id('shipment'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    sellerId: Id('seller'),
    carrier: Type.String(),
    trackingNumber: Nullable(Type.String()),
    state: ParcelState,
    previousState: Nullable(ParcelState),
    stateSince: Timestamp,
    sequence: Type.Integer({
      description: 'Grows with every event of the parcel: ignore news with a lower one than seen.',
    }),
  },
  {
    $id: 'ParcelNews',
    additionalProperties: false,
    description: 'What happened to a parcel.',
  },
)

export const parcelCreated = defineEvent({
  type: 'parcel.created',
  summary: 'A seller made a parcel for an order.',
  payload: ParcelNews,
})

export const parcelMoved = defineEvent({
  type: 'parcel.moved',
  summary: 'A parcel entered another state.',
  payload: ParcelNews,
})

export const events: readonly AnyEvent[] = [parcelCreated, parcelMoved]
