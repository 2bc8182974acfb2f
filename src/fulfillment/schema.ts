import Type from 'typebox'
import { Country, Enum, Id, Nullable, Text, Timestamp } from '../core/schema.ts'
import { OrderStatus } from '../orders/index.ts'
import { parcelStates } from './parcel-state.ts'
import { trackingSources } from './tables.ts'

export const ParcelState = Enum(parcelStates, {
  $id: 'ParcelState',
  description:
    'Where a parcel is. Late or repeated events never take it back; `lost` gives way only to `delivered` and a return.',
})

export const TrackingSource = Enum(trackingSources, {
  $id: 'TrackingSource',
  description: 'Who said so; `platform` is our own clock, such as after 30 days without news.',
})

export const TrackingEvent = Type.Object(
  {
    id: Id('trackingEvent'),
    state: ParcelState,
    rawCode: Nullable(Type.String({ description: 'The carrier’s own code, as it came.' })),
    description: Nullable(Type.String()),
    place: Nullable(Type.String()),
    country: Nullable(Country),
    occurredAt: Timestamp,
    utcOffsetMinutes: Nullable(
      Type.Integer({ description: 'Minutes east of UTC on the clock at the place.' }),
    ),
    source: TrackingSource,
    carrier: Nullable(Type.String()),
    trackingNumber: Nullable(Type.String()),
    receivedAt: Timestamp,
  },
  {
    $id: 'TrackingEvent',
    additionalProperties: false,
    description: 'What was reported of a parcel. Events are never changed or removed.',
  },
)
export type TrackingEvent = Type.Static<typeof TrackingEvent>

export const TrackingNumber = Type.Object(
  {
    number: Type.String(),
    carrier: Type.String({ description: 'Code of the carrier, such as `dhl`.' }),
    carrierName: Type.String(),
    url: Nullable(Type.String({ description: 'Where a person follows it.' })),
  },
  { $id: 'TrackingNumber', additionalProperties: false },
)

export const ParcelLine = Type.Object(
  { orderLineId: Id('orderLine'), quantity: Type.Integer({ minimum: 1 }) },
  { $id: 'ParcelLine', additionalProperties: false, description: 'Units of an order line.' },
)

export const Parcel = Type.Object(
  {
    id: Id('parcel'),
    shipmentId: Id('shipment'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    sellerId: Id('seller'),
    carrier: Type.String({ description: 'Code of the carrier that has it now.' }),
    carrierName: Type.String(),
    service: Nullable(Type.String()),
    trackingNumber: Nullable(Type.String({ description: 'The newest of its numbers.' })),
    trackingNumbers: Type.Array(TrackingNumber, {
      description: 'Oldest first: a last-mile carrier that takes over adds its own.',
    }),
    lines: Type.Array(ParcelLine),
    weightGrams: Nullable(Type.Integer()),
    lengthMm: Nullable(Type.Integer()),
    widthMm: Nullable(Type.Integer()),
    heightMm: Nullable(Type.Integer()),
    shipFrom: Nullable(Country),
    shipTo: Nullable(Country),
    state: ParcelState,
    stateSince: Timestamp,
    handedOverAt: Nullable(Timestamp),
    deliveredAt: Nullable(Timestamp),
    lastEventAt: Nullable(Timestamp),
    sequence: Type.Integer({ description: 'How many events are known of it.' }),
    events: Type.Array(TrackingEvent, { description: 'Newest first.' }),
    createdAt: Timestamp,
  },
  { $id: 'Parcel', additionalProperties: false, description: 'A box on its way.' },
)
export type Parcel = Type.Static<typeof Parcel>

export const Shipment = Type.Object(
  {
    id: Id('shipment'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    sellerId: Id('seller'),
    note: Nullable(Type.String()),
    parcels: Type.Array(Parcel),
    createdAt: Timestamp,
  },
  { $id: 'Shipment', additionalProperties: false, description: 'One dispatch by one seller.' },
)
export type Shipment = Type.Static<typeof Shipment>

export const TrackedPart = Type.Object(
  {
    sellerOrderId: Id('sellerOrder'),
    sellerId: Id('seller'),
    status: OrderStatus,
    shipBy: Timestamp,
    deliverBy: Timestamp,
    usuallyBy: Timestamp,
    shippedAt: Nullable(Timestamp),
    deliveredAt: Nullable(Timestamp),
    isLate: Type.Boolean({
      description: 'Past its ship-by time and not all handed over, or past its deliver-by time.',
    }),
  },
  {
    $id: 'TrackedPart',
    additionalProperties: false,
    description: 'One seller’s part with what was promised when it was ordered.',
  },
)

export const OrderTracking = Type.Object(
  {
    orderId: Id('order'),
    status: OrderStatus,
    sellerOrders: Type.Array(TrackedPart),
    shipments: Type.Array(Shipment),
  },
  {
    $id: 'OrderTracking',
    additionalProperties: false,
    description: 'Everything that is known of an order’s way.',
  },
)
export type OrderTracking = Type.Static<typeof OrderTracking>

/** What is told of one event; spread into inputs. */
export const eventFields = {
  state: Type.Optional(ParcelState),
  code: Type.Optional(
    Text({ minLength: 1, maxLength: 64, description: 'The carrier’s status code.' }),
  ),
  occurredAt: Type.String({
    format: 'date-time',
    maxLength: 35,
    description: 'When it happened, with the offset of the clock at the place where known.',
    examples: ['2026-05-04T09:12:00+08:00'],
  }),
  description: Type.Optional(Text({ maxLength: 500 })),
  place: Type.Optional(Text({ maxLength: 200 })),
  country: Type.Optional(Country),
  eventId: Type.Optional(
    Text({
      minLength: 1,
      maxLength: 200,
      description: 'The source’s own id of the event, by which repeats are known.',
    }),
  ),
}

export const NewTrackingEvent = Type.Object(eventFields, {
  $id: 'NewTrackingEvent',
  additionalProperties: false,
  description: 'Give `state`, or a `code` that we know of the carrier, or both.',
})
export type NewTrackingEvent = Type.Static<typeof NewTrackingEvent>
