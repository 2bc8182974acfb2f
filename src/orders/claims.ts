import type { Tx } from '../core/database.ts'
import { allocate } from '../core/money.ts'
import { commitMove } from './commit-move.ts'
import { orderRefunded } from './events.ts'
import { addRefund, type Party, type RefundAmounts } from './moves.ts'
import { updateRecord } from './queries-record.ts'
import { type LineRow, linesOf, type OrderRecord, type PartRow, withPart } from './record.ts'
import { refundShareOf } from './refund-share.ts'

/** What a claim can get back at the most, in minor units of the order's currency. */
export interface Claimable {
  /** By line: what was charged for the units that were sent, less what claims gave back. */
  readonly lines: ReadonlyMap<string, number>
  readonly shippingMinor: number
  readonly feesMinor: number
}

/** What of a part can still be claimed. Units that were never sent are cancelled, not claimed. */
export function claimableOf(record: OrderRecord, part: PartRow): Claimable {
  return {
    lines: new Map(linesOf(record, part.id).map((line) => [line.id, claimableOfLine(line)])),
    shippingMinor: part.shippingMinor - part.refundedShippingMinor,
    feesMinor: part.feesMinor - part.refundedFeesMinor,
  }
}

/** What was charged for so many units of a line that were sent. */
export function chargedFor(line: LineRow, units: number): number {
  const { goodsMinor, dutiesMinor, taxesMinor } = refundShareOf(line, units)
  return goodsMinor + dutiesMinor + taxesMinor
}

function claimableOfLine(line: LineRow): number {
  return Math.max(0, chargedFor(line, line.shippedQuantity) - line.refundedMinor)
}

export interface ClaimRefund {
  readonly refundId: string
  readonly lines: readonly { readonly lineId: string; readonly amountMinor: number }[]
  readonly shippingMinor: number
  readonly feesMinor: number
  readonly actor: Party
  readonly reason: string
  readonly now: Date
}

/**
 * Refunds some of a locked part's lines after they were sent, with its money, history and news.
 * Throws RangeError for more than can be claimed.
 */
export async function refundClaim(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  claim: ClaimRefund,
): Promise<{ record: OrderRecord; refund: RefundAmounts }> {
  const lines = refundedLines(record, part, claim)
  const refund = componentsOf(part, lines, claim)
  const after = withPart(
    record,
    addRefund(part, refund),
    lines.map(({ line, amountMinor }) => ({
      ...line,
      refundedMinor: line.refundedMinor + amountMinor,
    })),
    claim.now,
  )
  const { refundId, actor, reason, now } = claim
  const move = {
    event: orderRefunded,
    sellerOrderId: part.id,
    actor,
    reason,
    now,
    refund,
    refundId,
  }
  await commitMove(db, record, after, move)
  return { record: after, refund }
}

interface RefundedLine {
  readonly line: LineRow
  readonly amountMinor: number
}

function refundedLines(record: OrderRecord, part: PartRow, claim: ClaimRefund): RefundedLine[] {
  const claimable = claimableOf(record, part)
  const amounts = new Map<string, number>()
  for (const { lineId, amountMinor } of claim.lines) {
    amounts.set(lineId, (amounts.get(lineId) ?? 0) + amountMinor)
  }
  const isWithin =
    [...amounts].every(
      ([id, amount]) => amount >= 0 && amount <= (claimable.lines.get(id) ?? -1),
    ) &&
    claim.shippingMinor <= claimable.shippingMinor &&
    claim.feesMinor <= claimable.feesMinor
  if (!isWithin) throw new RangeError('more than can be claimed of the part')
  return linesOf(record, part.id).flatMap((line) => {
    const amountMinor = amounts.get(line.id) ?? 0
    return amountMinor === 0 ? [] : [{ line, amountMinor }]
  })
}

/** Splits refunded lines into goods, duties and taxes as they were charged, within what the part has left. */
function componentsOf(
  part: PartRow,
  lines: readonly RefundedLine[],
  claim: ClaimRefund,
): RefundAmounts {
  const left = [
    part.goodsMinor - part.refundedGoodsMinor,
    part.dutiesMinor - part.refundedDutiesMinor,
    part.taxesMinor - part.refundedTaxesMinor,
  ]
  const given = [0, 0, 0]
  for (const { line, amountMinor } of lines) {
    const weights = [line.goodsMinor, line.dutiesMinor, line.taxesMinor]
    const shares = allocate({ amountMinor, currency: part.currency }, weights)
    shares.forEach((share, index) => {
      given[index] = given[index]! + share.amountMinor
    })
  }
  const [goodsMinor, dutiesMinor, taxesMinor] = within(given, left) as [number, number, number]
  const { shippingMinor, feesMinor } = claim
  return { goodsMinor, dutiesMinor, taxesMinor, shippingMinor, feesMinor }
}

// A cent that rounding put on an exhausted component moves to one that has some left.
function within(given: readonly number[], left: readonly number[]): number[] {
  const capped = given.map((amount, index) => Math.min(amount, left[index]!))
  let missing = given.reduce((all, amount, index) => all + amount - capped[index]!, 0)
  return capped.map((amount, index) => {
    const more = Math.min(missing, left[index]! - amount)
    missing -= more
    return amount + more
  })
}

/** Opens or closes the claims of a locked part: while they are open its money stays where it is. */
export async function setAfterSale(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  afterSale: 'open' | 'closed',
  now: Date,
): Promise<OrderRecord> {
  const after = withPart(record, { ...part, afterSale }, [], now)
  await updateRecord(db, record, after)
  return after
}
