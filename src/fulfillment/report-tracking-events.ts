import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id, Nullable, Text } from '../core/schema.ts'
import { mayMove, sourceOf } from './access.ts'
import { normaliseTrackingNumber } from './carriers/detect.ts'
import { carrierNamed } from './carriers/registry.ts'
import { hearEvents } from './hear-events.ts'
import { type ParcelRow, selectParcelsByNumber } from './queries.ts'
import { isFault, readEvent } from './read-event.ts'
import { eventFields, ParcelState } from './schema.ts'

const ReportedEvent = Type.Object(
  {
    trackingNumber: Text({ minLength: 4, maxLength: 60 }),
    carrier: Type.Optional(
      Text({ minLength: 1, maxLength: 80, description: 'Whose codes these are.' }),
    ),
    ...eventFields,
  },
  { $id: 'ReportedEvent', additionalProperties: false },
)
type ReportedEvent = Type.Static<typeof ReportedEvent>

const ReportResult = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'Place of the event in the request.' }),
    outcome: Enum(['recorded', 'repeated', 'rejected'] as const, { $id: 'ReportOutcome' }),
    parcelId: Nullable(Id('parcel')),
    state: Nullable(ParcelState),
    code: Nullable(Type.String({ description: 'Why it was rejected.' })),
    message: Nullable(Type.String()),
  },
  { $id: 'ReportResult', additionalProperties: false },
)
type ReportResult = Type.Static<typeof ReportResult>

export const reportTrackingEvents = defineOperation({
  name: 'reportTrackingEvents',
  tag: 'tracking',
  summary: 'Report events by tracking number',
  description:
    'The intake for carriers and tracking services: up to 100 events of any parcels, each judged on its own. Sellers reach the parcels they sent, test keys their own test parcels. Where a number was used twice the newest parcel is meant.',
  http: 'POST /v1/tracking-events',
  scope: 'fulfillment:write',
  input: Type.Object(
    { events: Type.Array(ReportedEvent, { minItems: 1, maxItems: 100 }) },
    { additionalProperties: false },
  ),
  output: Type.Object(
    { results: Type.Array(ReportResult) },
    { $id: 'TrackingReport', additionalProperties: false },
  ),
  idempotency: 'accepted',
  cost: 10,
  async handle(context, { events }) {
    const parcels = await parcelsOf(context, events)
    // Parcels are taken in one order by all, so that two reports never wait for each other in a ring.
    const keyOf = (index: number) => parcels[index]?.order_id ?? ''
    const inOrder = [...events.entries()].sort(([i], [j]) => keyOf(i).localeCompare(keyOf(j)))
    const results: ReportResult[] = []
    for (const [index, event] of inOrder) {
      results[index] = { index, ...(await take(context, event, parcels[index])) }
    }
    return { results }
  },
})

async function parcelsOf({ db, caller }: Context, events: readonly ReportedEvent[]) {
  const numbers = events.map((event) => normaliseTrackingNumber(event.trackingNumber))
  const found = new Map<string, ParcelRow | undefined>()
  for (const number of new Set(numbers)) {
    const candidates = await selectParcelsByNumber(db, number)
    found.set(
      number,
      candidates.find((parcel) => mayMove(caller, parcel)),
    )
  }
  return numbers.map((number) => found.get(number))
}

async function take(
  { db, caller, now }: Context,
  { trackingNumber, carrier, ...event }: ReportedEvent,
  parcel: ParcelRow | undefined,
): Promise<Omit<ReportResult, 'index'>> {
  const number = normaliseTrackingNumber(trackingNumber)
  if (!parcel) {
    const message = `No parcel with the number ${number} is visible to this key.`
    return { outcome: 'rejected', parcelId: null, state: null, code: 'not_found', message }
  }
  const parcelId = ids.parcel.encode(parcel.id)
  const read = readEvent(event, {
    carrier: carrierNamed(carrier ?? parcel.carrier),
    trackingNumber: number,
    source: sourceOf(caller),
    now,
  })
  if (isFault(read)) {
    const { code, message } = read
    return { outcome: 'rejected', parcelId, state: parcel.state, code, message }
  }
  const { recorded, parcel: moved } = await hearEvents(db, parcel.id, [read], now)
  const outcome = recorded > 0 ? 'recorded' : 'repeated'
  return { outcome, parcelId, state: moved.state, code: null, message: null }
}
