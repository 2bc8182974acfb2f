import type { Tx } from '../core/database.ts'
import { randomBase62 } from '../core/ids.ts'
import { carrierNamed, dispatch, hearEvents, selectParcelsOfPart } from '../fulfillment/index.ts'
import { acceptPart, linesOf, lockPart } from '../orders/index.ts'
import { finishStep, postponeStep, type StepRow } from './queries.ts'

const holdMs = 60_000

/** Plays one step at its time; what the order no longer allows is skipped with the reason. */
export async function doStep(db: Tx, row: StepRow): Promise<void> {
  const skipped = await play(db, row)
  if (skipped !== 'postponed') await finishStep(db, row.id, row.due_at, skipped)
}

async function play(db: Tx, row: StepRow): Promise<string | null> {
  const { step, due_at: now } = row
  if (step.type === 'event') {
    const { type, ...said } = step
    await hearEvents(db, row.parcel_id!, [{ ...said, ...sandboxSays, occurredAt: now }], now)
    return null
  }
  const { record, part } = await lockPart(db, row.seller_order_id)
  if (part.status === 'cancelled' || part.status === 'completed') return part.status
  if (step.type === 'accept') {
    if (part.acceptance !== 'pending') return part.acceptance
    await acceptPart(db, record, part, { actor: 'seller', now })
    return null
  }
  if (part.heldAt !== null) {
    await postponeStep(db, row.id, new Date(now.getTime() + holdMs))
    return 'postponed'
  }
  return ship(db, row, now)
}

const sandboxSays = {
  source: 'sandbox' as const,
  carrier: 'sandbox',
  utcOffsetMinutes: 0,
  trackingNumber: null,
  eventId: null,
}

async function ship(db: Tx, row: StepRow, now: Date): Promise<string | null> {
  const { record, part } = await lockPart(db, row.seller_order_id)
  if ((await selectParcelsOfPart(db, part.id)).length > 0) return 'shipped by hand'
  const lines = linesOf(record, part.id)
    .map((line) => ({
      lineId: line.id,
      quantity: line.quantity - line.cancelledQuantity - line.shippedQuantity,
    }))
    .filter(({ quantity }) => quantity > 0)
  if (lines.length === 0) return 'nothing left to ship'
  const parcel = {
    carrier: carrierNamed('sandbox'),
    number: `ENTTEST${randomBase62(12).toUpperCase()}`,
    service: null,
    lines,
    weightGrams: null,
    lengthMm: null,
    widthMm: null,
    heightMm: null,
    handedOverAt: now,
  }
  await dispatch(db, { record, part }, { parcels: [parcel], note: null, source: 'sandbox', now })
  return null
}
