import Type from 'typebox'
import type { Tx } from '../core/database.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import {
  hearEvents,
  movableParcel,
  Parcel,
  type ParcelRow,
  type ParcelState,
  parcelViews,
} from '../fulfillment/index.ts'
import { lockPart } from '../orders/index.ts'
import { requireTestKey } from './access.ts'
import { delaySteps, insertSteps, selectSandbox, skipSteps } from './queries.ts'

const fates = [
  'deliver',
  'deliverLate',
  'lose',
  'damage',
  'holdAtCustoms',
  'failAttempt',
  'return',
] as const
type Fate = (typeof fates)[number]

const dayMs = 86_400_000

export const simulateParcel = defineOperation({
  name: 'simulateParcel',
  tag: 'sandbox',
  summary: 'Decide the fate of a test parcel',
  description:
    '`deliver` at once; `deliverLate` by `days` after the promised date; `lose` or `damage` it; `holdAtCustoms` for `days`; `failAttempt` and try again after `days`; `return` it to the seller. What the simulated carrier had planned gives way.',
  http: 'POST /v1/sandbox/parcels/{id}/simulate',
  scope: 'sandbox:write',
  input: Type.Object(
    {
      id: Id('parcel'),
      fate: Enum(fates, { $id: 'ParcelFate', description: 'What shall become of a test parcel.' }),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 3 })),
    },
    { additionalProperties: false },
  ),
  output: Parcel,
  errors: ['forbidden', 'not_found'],
  async handle({ db, caller, now }, { id, fate, days = 3 }) {
    requireTestKey(caller)
    const parcel = await movableParcel(db, caller, id)
    const { record } = await lockPart(db, parcel.seller_order_id)
    const city = record.order.shippingAddress.city ?? null
    await decide(db, parcel, { fate, days, now, city })
    const [view] = await parcelViews(db, [await movableParcel(db, caller, id)])
    return view!
  },
})

interface Decision {
  readonly fate: Fate
  readonly days: number
  readonly now: Date
  /** Where the addressee lives. */
  readonly city: string | null
}

async function decide(db: Tx, parcel: ParcelRow, decision: Decision): Promise<void> {
  const { fate, days, now, city } = decision
  const later = new Date(now.getTime() + days * dayMs)
  switch (fate) {
    case 'deliver':
      return end(db, parcel, now, { ...delivered, place: city })
    case 'lose':
      return end(db, parcel, now, { state: 'lost', description: 'Lost on the way', place: null })
    case 'damage':
      return end(db, parcel, now, {
        state: 'damaged',
        description: 'Damaged on the way',
        place: null,
      })
    case 'return':
      return sendBack(db, parcel, now)
    case 'deliverLate':
      return deliverLate(db, parcel, decision)
    case 'holdAtCustoms':
      await say(db, parcel, now, {
        state: 'customsHeld',
        description: 'Held at customs: papers are missing',
        place: 'Customs office',
      })
      return delaySteps(db, parcel.id, later)
    case 'failAttempt':
      await say(db, parcel, now, {
        state: 'attemptFailed',
        description: 'Nobody was at home',
        place: city,
      })
      return delaySteps(db, parcel.id, later)
  }
}

interface News {
  readonly state: ParcelState
  readonly description: string
  readonly place: string | null
  /** The addressee's where it is not said. */
  readonly country?: string | null
}

const delivered = { state: 'delivered', description: 'Delivered to the addressee' } as const

async function end(db: Tx, parcel: ParcelRow, now: Date, news: News) {
  await skipSteps(db, parcel.id, now, `simulated: ${news.state}`)
  await say(db, parcel, now, news)
}

async function sendBack(db: Tx, parcel: ParcelRow, now: Date): Promise<void> {
  const way = 'On its way back to the seller'
  await end(db, parcel, now, { state: 'returning', description: way, place: null })
  const arrival = { state: 'returned', description: 'Back at the seller', place: null } as const
  await plan(db, parcel, { ...arrival, country: parcel.ship_from }, now)
}

async function deliverLate(db: Tx, parcel: ParcelRow, decision: Decision): Promise<void> {
  const { days, now, city } = decision
  const { part } = await lockPart(db, parcel.seller_order_id)
  await skipSteps(db, parcel.id, now, 'simulated: deliverLate')
  const late = new Date(Math.max(part.deliverBy.getTime(), now.getTime()) + days * dayMs)
  await plan(db, parcel, { ...delivered, place: city }, late)
}

/** Plans one more event, a step from `start`. */
async function plan(db: Tx, parcel: ParcelRow, news: News, start: Date): Promise<void> {
  const sandbox = await selectSandbox(db, parcel.account_id)
  const target = {
    accountId: parcel.account_id,
    sellerOrderId: parcel.seller_order_id,
    parcelId: parcel.id,
  }
  const step = { type: 'event' as const, ...told(parcel, news) }
  const dueAt = new Date(start.getTime() + (sandbox?.step_ms ?? 0))
  await insertSteps(db, target, [{ step, dueAt }])
}

async function say(db: Tx, parcel: ParcelRow, now: Date, news: News): Promise<void> {
  const event = {
    ...told(parcel, news),
    occurredAt: now,
    utcOffsetMinutes: 0,
    source: 'sandbox' as const,
    carrier: 'sandbox',
    trackingNumber: null,
    eventId: null,
  }
  await hearEvents(db, parcel.id, [event], now)
}

function told({ ship_to: country }: ParcelRow, news: News) {
  return { country, rawCode: 'SBX-90', ...news }
}
