import type { Tx } from '../core/database.ts'
import { type PartAmounts, post, releasePostings, runningShare } from '../ledger/index.ts'
import type { PartRow } from './record.ts'

/** Releases what escrow still holds of a completed part to the seller, the authorities and the platform. */
export async function releasePart(db: Tx, part: PartRow, now: Date): Promise<void> {
  const held = heldOf(part)
  const due = settlementDue(part)
  const postings = releasePostings({
    mode: part.mode,
    occurredAt: now,
    orderId: part.orderId,
    sellerOrderId: part.id,
    sellerId: part.sellerId,
    currency: part.currency,
    held,
    settlement: { amountMinor: due.settlementMinor, currency: part.settlementCurrency },
    sellerFeeMinor: due.sellerFeeMinor,
    transactionFeeMinor: due.transactionFeeMinor,
    ...(part.affiliateId === null
      ? {}
      : { affiliate: { affiliateId: part.affiliateId, amountMinor: due.affiliateShareMinor } }),
  })
  await post(db, ...postings)
}

/** What the seller is owed of a part, and the fees in it, for the share that was not refunded. */
export function settlementDue(part: PartRow) {
  const held = heldOf(part)
  const settlementMinor =
    runningShare(part.settlementGoodsMinor, part.goodsMinor, 0, held.goodsMinor) +
    runningShare(part.settlementShippingMinor, part.shippingMinor, 0, held.shippingMinor)
  const whole = part.settlementGoodsMinor + part.settlementShippingMinor
  return {
    settlementMinor,
    sellerFeeMinor: runningShare(part.sellerFeeMinor, whole, 0, settlementMinor),
    transactionFeeMinor: runningShare(part.transactionFeeMinor, whole, 0, settlementMinor),
    affiliateShareMinor: runningShare(part.affiliateShareMinor, whole, 0, settlementMinor),
  }
}

/** What escrow holds of a part that is not released yet. */
export function heldOf(part: PartRow): PartAmounts {
  return {
    goodsMinor: part.goodsMinor - part.refundedGoodsMinor,
    shippingMinor: part.shippingMinor - part.refundedShippingMinor,
    dutiesMinor: part.dutiesMinor - part.refundedDutiesMinor,
    taxesMinor: part.taxesMinor - part.refundedTaxesMinor,
    feesMinor: part.feesMinor - part.refundedFeesMinor,
  }
}
