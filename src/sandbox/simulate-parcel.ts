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
    await lockPart(db, parcel.seller_order_id)
    await decide(db, parcel, { fate, days, now })
    const [view] = await parcelViews(db, [await movableParcel(db, caller, id)])
    return view!
  },
})

interface Decision {
  readonly fate: Fate
  readonly days: number
  readonly now: Date
}

async function decide(db: Tx, parcel: ParcelRow, decision: Decision): Promise<void> {
  const { fate, days, now } = decision
  const later = new Date(now.getTime() + days * dayMs)
  switch (fate) {
    case 'deliver':
      return end(db, parcel, now, 'delivered', 'Delivered to the addressee')
    case 'lose':
      return end(db, parcel, now, 'lost', 'Lost on the way')
    case 'damage':
      return end(db, parcel, now, 'damaged', 'Damaged on the way')
    case 'return':
      return sendBack(db, parcel, now)
    case 'deliverLate':
      return deliverLate(db, parcel, days, now)
    case 'holdAtCustoms':
      await say(db, parcel, now, 'customsHeld', 'Held at customs: papers are missing')
      return delaySteps(db, parcel.id, later)
    case 'failAttempt':
      await say(db, parcel, now, 'attemptFailed', 'Nobody was at home')
      return delaySteps(db, parcel.id, later)
  }
}

async function end(db: Tx, parcel: ParcelRow, now: Date, state: ParcelState, description: string) {
  await skipSteps(db, parcel.id, now, `simulated: ${state}`)
  await say(db, parcel, now, state, description)
}

async function sendBack(db: Tx, parcel: ParcelRow, now: Date): Promise<void> {
  await end(db, parcel, now, 'returning', 'On its way back to the seller')
  await plan(db, parcel, 'returned', 'Back at the seller', now)
}

async function deliverLate(db: Tx, parcel: ParcelRow, days: number, now: Date): Promise<void> {
  const { part } = await lockPart(db, parcel.seller_order_id)
  await skipSteps(db, parcel.id, now, 'simulated: deliverLate')
  const late = new Date(Math.max(part.deliverBy.getTime(), now.getTime()) + days * dayMs)
  await plan(db, parcel, 'delivered', 'Delivered to the addressee', late)
}

/** Plans one more event, a step from `start`. */
async function plan(
  db: Tx,
  parcel: ParcelRow,
  state: ParcelState,
  description: string,
  start: Date,
): Promise<void> {
  const sandbox = await selectSandbox(db, parcel.account_id)
  const target = {
    accountId: parcel.account_id,
    sellerOrderId: parcel.seller_order_id,
    parcelId: parcel.id,
  }
  const step = { type: 'event' as const, state, rawCode: 'SBX-90', description }
  const dueAt = new Date(start.getTime() + (sandbox?.step_ms ?? 0))
  await insertSteps(db, target, [
    { step: { ...step, place: null, country: parcel.ship_to }, dueAt },
  ])
}

async function say(db: Tx, parcel: ParcelRow, now: Date, state: ParcelState, description: string) {
  const event = {
    state,
    rawCode: 'SBX-90',
    description,
    place: null,
    country: parcel.ship_to,
    occurredAt: now,
    utcOffsetMinutes: 0,
    source: 'sandbox' as const,
    carrier: 'sandbox',
    trackingNumber: null,
    eventId: null,
  }
  await hearEvents(db, parcel.id, [event], now)
}
