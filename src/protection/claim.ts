import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { allocate, type Money } from '../core/money.ts'
import {
  chargedFor,
  claimableOf,
  linesOf,
  type OrderRecord,
  type PartRow,
} from '../orders/index.ts'
import type { StoredClaimLine } from './tables.ts'

/** What is asked back, in minor units of the order's currency. */
export interface Claim {
  readonly lines: readonly StoredClaimLine[]
  readonly shippingMinor: number
  readonly feesMinor: number
}

export interface WantedUnits {
  readonly orderLineId: string
  readonly quantity: number
}

export function totalOf({ lines, shippingMinor, feesMinor }: Claim): number {
  return lines.reduce((all, line) => all + line.amountMinor, shippingMinor + feesMinor)
}

/**
 * The most that can be claimed for these units, or for everything that was sent. Shipping and the
 * payer's fee come with it only where nothing of the part is left that was not claimed.
 */
export function fullClaim(
  record: OrderRecord,
  part: PartRow,
  wanted: readonly WantedUnits[] | undefined,
): Claim {
  const claimable = claimableOf(record, part)
  const units = wanted === undefined ? undefined : unitsByLine(record, part, wanted)
  const lines = linesOf(record, part.id).flatMap((line) => {
    const quantity = units === undefined ? line.shippedQuantity : (units.get(line.id) ?? 0)
    const limit = claimable.lines.get(line.id) ?? 0
    const amountMinor = Math.min(limit, chargedFor(line, quantity))
    return quantity === 0 ? [] : [{ lineId: line.id, quantity, amountMinor }]
  })
  const isWhole = linesOf(record, part.id).every((line) => {
    const claimed = lines.find(({ lineId }) => lineId === line.id)?.quantity ?? 0
    return claimed === line.quantity - line.cancelledQuantity
  })
  return {
    lines,
    shippingMinor: isWhole ? claimable.shippingMinor : 0,
    feesMinor: isWhole ? claimable.feesMinor : 0,
  }
}

function unitsByLine(
  record: OrderRecord,
  part: PartRow,
  wanted: readonly WantedUnits[],
): Map<string, number> {
  const own = new Map(linesOf(record, part.id).map((line) => [line.id, line]))
  const units = new Map<string, number>()
  wanted.forEach(({ orderLineId, quantity }, index) => {
    const line = own.get(ids.orderLine.decode(orderLineId))
    const pointer = `#/lines/${index}`
    if (line === undefined) {
      const message = `${orderLineId} is no line of this seller’s part.`
      throw invalidField(`${pointer}/orderLineId`, 'not_found', message)
    }
    const all = (units.get(line.id) ?? 0) + quantity
    if (all > line.shippedQuantity) {
      const message = `Only ${line.shippedQuantity} of ${line.sku} were sent: what was not sent is cancelled.`
      throw invalidField(`${pointer}/quantity`, 'too_large', message)
    }
    units.set(line.id, all)
  })
  return units
}

/** The claim cut to an amount, every line and charge in proportion and none above what it was. */
export function scaledClaim(claim: Claim, { amountMinor, currency }: Money): Claim {
  const whole = totalOf(claim)
  if (amountMinor === whole) return claim
  const weights = [
    ...claim.lines.map((line) => line.amountMinor),
    claim.shippingMinor,
    claim.feesMinor,
  ]
  const shares = allocate({ amountMinor, currency }, weights).map((share) => share.amountMinor)
  return {
    lines: claim.lines.map((line, index) => ({ ...line, amountMinor: shares[index]! })),
    shippingMinor: shares.at(-2)!,
    feesMinor: shares.at(-1)!,
  }
}

/** The claim cut to what the part still has: something may have gone back since it was made. */
export function claimWithin(record: OrderRecord, part: PartRow, claim: Claim): Claim {
  const claimable = claimableOf(record, part)
  return {
    lines: claim.lines.map((line) => ({
      ...line,
      amountMinor: Math.min(line.amountMinor, claimable.lines.get(line.lineId) ?? 0),
    })),
    shippingMinor: Math.min(claim.shippingMinor, claimable.shippingMinor),
    feesMinor: Math.min(claim.feesMinor, claimable.feesMinor),
  }
}
