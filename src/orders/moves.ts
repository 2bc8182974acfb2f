import { ApiError } from '../core/errors.ts'
import { type LineRow, linesOf, type OrderRecord, type PartRow, withPart } from './record.ts'
import { refundShareOf } from './refund-share.ts'
import { cancelUnits, deliverUnits, isFinal, openUnits, shipUnits } from './state.ts'

/** Minor units that go back to the payer, by component. */
export interface RefundAmounts {
  readonly goodsMinor: number
  readonly shippingMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
  readonly feesMinor: number
}

export interface LineUnits {
  readonly lineId: string
  readonly quantity: number
}

export interface Cancelled {
  readonly record: OrderRecord
  readonly refund: RefundAmounts
  /** Units that go back on the shelf, by variant. */
  readonly returned: ReadonlyMap<string, number>
}

export type Party = 'buyer' | 'seller' | 'platform'

function refused(detail: string): ApiError {
  return new ApiError('conflict', detail)
}

/** The seller takes the part on; repeated acceptance changes nothing. */
export function accept(record: OrderRecord, part: PartRow, now: Date): OrderRecord {
  if (part.acceptance === 'accepted') return record
  if (isFinal(part.status)) throw refused(`It is ${part.status} already.`)
  return withPart(record, { ...part, acceptance: 'accepted', acceptedAt: now }, [], now)
}

/** The seller names a later day of hand-over for what is still to ship. */
export function backOrder(record: OrderRecord, part: PartRow, until: Date, now: Date): OrderRecord {
  if (!linesOf(record, part.id).some((line) => openUnits(line) > 0)) {
    throw refused('Nothing of it is left to ship.')
  }
  return withPart(record, { ...part, backOrderedUntil: until }, [], now)
}

/** Cancels units that are not shipped: all of the part's, or those named. */
export function cancel(
  record: OrderRecord,
  part: PartRow,
  why: { by: Party; reason: string; units?: readonly LineUnits[] },
  now: Date,
): Cancelled {
  const lines = linesOf(record, part.id)
  const wanted = why.units ?? lines.map((line) => ({ lineId: line.id, quantity: openUnits(line) }))
  const changes = changesOf(lines, wanted, (line, units) => cancelUnits(line, units))
  if (changes.length === 0) throw refused('Everything of it is shipped or cancelled already.')
  const after = new Map(changes.map(({ line }) => [line.id, line]))
  const isAll = lines.every((line) => {
    const { cancelledQuantity, quantity } = after.get(line.id) ?? line
    return cancelledQuantity === quantity
  })
  const refund = refundOf(part, changes, isAll)
  const cancelledPart: PartRow = {
    ...addRefund(part, refund),
    ...(isAll ? { cancelReason: why.reason, cancelledBy: why.by } : {}),
  }
  const next = withPart(
    record,
    cancelledPart,
    changes.map(({ line }) => line),
    now,
  )
  return { record: next, refund, returned: unitsByVariant(changes) }
}

interface Change {
  readonly before: LineRow
  readonly line: LineRow
  readonly units: number
}

function changesOf(
  lines: readonly LineRow[],
  wanted: readonly LineUnits[],
  move: (line: LineRow, units: number) => LineRow | undefined,
): Change[] {
  const byId = new Map(lines.map((line) => [line.id, line]))
  const units = new Map<string, number>()
  for (const { lineId, quantity } of wanted) units.set(lineId, (units.get(lineId) ?? 0) + quantity)
  return [...units].flatMap(([lineId, quantity]) => {
    const before = byId.get(lineId)
    if (!before) throw refused('One of the lines does not belong to it.')
    if (quantity === 0) return []
    const line = move(before, quantity)
    if (!line) {
      throw refused(`Only ${openUnits(before)} of ${before.sku} are left, not ${quantity}.`)
    }
    return [{ before, line, units: quantity }]
  })
}

// Shipping and the payer's fee go back only when nothing of the part is sent.
function refundOf(part: PartRow, changes: readonly Change[], isAll: boolean): RefundAmounts {
  if (isAll) {
    return {
      goodsMinor: part.goodsMinor - part.refundedGoodsMinor,
      shippingMinor: part.shippingMinor - part.refundedShippingMinor,
      dutiesMinor: part.dutiesMinor - part.refundedDutiesMinor,
      taxesMinor: part.taxesMinor - part.refundedTaxesMinor,
      feesMinor: part.feesMinor - part.refundedFeesMinor,
    }
  }
  const shares = changes.map(({ before, units }) => refundShareOf(before, units))
  const total = (key: 'goodsMinor' | 'dutiesMinor' | 'taxesMinor', limit: number) =>
    Math.min(
      limit,
      shares.reduce((all, share) => all + share[key], 0),
    )
  return {
    goodsMinor: total('goodsMinor', part.goodsMinor - part.refundedGoodsMinor),
    shippingMinor: 0,
    dutiesMinor: total('dutiesMinor', part.dutiesMinor - part.refundedDutiesMinor),
    taxesMinor: total('taxesMinor', part.taxesMinor - part.refundedTaxesMinor),
    feesMinor: 0,
  }
}

/** The part with a refund counted in. */
export function addRefund(part: PartRow, refund: RefundAmounts): PartRow {
  return {
    ...part,
    refundedGoodsMinor: part.refundedGoodsMinor + refund.goodsMinor,
    refundedShippingMinor: part.refundedShippingMinor + refund.shippingMinor,
    refundedDutiesMinor: part.refundedDutiesMinor + refund.dutiesMinor,
    refundedTaxesMinor: part.refundedTaxesMinor + refund.taxesMinor,
    refundedFeesMinor: part.refundedFeesMinor + refund.feesMinor,
  }
}

export function amountOf(refund: RefundAmounts): number {
  return (
    refund.goodsMinor +
    refund.shippingMinor +
    refund.dutiesMinor +
    refund.taxesMinor +
    refund.feesMinor
  )
}

function unitsByVariant(changes: readonly Change[]): Map<string, number> {
  const returned = new Map<string, number>()
  for (const { line, units } of changes) {
    returned.set(line.variantId, (returned.get(line.variantId) ?? 0) + units)
  }
  return returned
}

/** Units handed over to a carrier; handing over implies that the seller took the part on. */
export function ship(
  record: OrderRecord,
  part: PartRow,
  units: readonly LineUnits[],
  at: Date,
): OrderRecord {
  if (isFinal(part.status)) throw refused(`It is ${part.status} already.`)
  if (part.heldAt !== null) throw refused('It is on hold: nothing may be sent.')
  const changes = changesOf(linesOf(record, part.id), units, shipUnits)
  const accepted: PartRow = {
    ...part,
    acceptance: 'accepted',
    acceptedAt: part.acceptedAt ?? at,
  }
  return withPart(
    record,
    accepted,
    changes.map(({ line }) => line),
    at,
  )
}

/** Units that reached the customer; repeats and late news change nothing. */
export function deliver(
  record: OrderRecord,
  part: PartRow,
  units: readonly LineUnits[],
  at: Date,
): OrderRecord {
  const changes = changesOf(linesOf(record, part.id), units, deliverUnits)
  return withPart(
    record,
    part,
    changes.map(({ line }) => line),
    at,
  )
}

/** Ends a part whose goods are all sent: nothing of it can be claimed through the order any more. */
export function complete(
  record: OrderRecord,
  part: PartRow,
  now: Date,
  confirmedAt: Date | null = null,
): OrderRecord {
  if (isFinal(part.status)) throw refused(`It is ${part.status} already.`)
  if (part.afterSale === 'open') throw refused('A dispute about it is open.')
  const lines = linesOf(record, part.id)
  if (lines.some((line) => openUnits(line) > 0)) {
    throw refused('Not everything of it has been sent.')
  }
  return withPart(record, { ...part, completedAt: now, confirmedAt }, [], now)
}

/** A hold stops every clock and every hand-over until it is lifted. */
export function hold(record: OrderRecord, part: PartRow, reason: string, now: Date): OrderRecord {
  if (part.status !== 'processing') throw refused(`It is ${part.status}, not processing.`)
  return withPart(record, { ...part, heldAt: now, holdReason: reason }, [], now)
}

export function resume(record: OrderRecord, part: PartRow, now: Date): OrderRecord {
  if (part.heldAt === null) throw refused('It is not on hold.')
  return withPart(record, { ...part, heldAt: null, holdReason: null }, [], now)
}
