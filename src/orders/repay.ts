import type { Tx } from '../core/database.ts'
import {
  post,
  type Repayment,
  repaymentPostings,
  reversalPostings,
  reverseRelease,
  runningShare,
  selectPartMovements,
} from '../ledger/index.ts'
import { amountOf, type RefundAmounts } from './moves.ts'
import type { OrderRow, PartRow } from './record.ts'

export interface Payback {
  /** Names it once and for all: a repayment with the same name is refused. */
  readonly repaymentId: string
  readonly kind: Repayment['kind']
  readonly refund: RefundAmounts
  readonly reason: string | null
  readonly now: Date
}

/**
 * Gives money of a part back to the payer's wallet: from escrow, or from everyone who got a share of
 * it where it was released already. `order` and `part` are as they were before.
 */
export async function repay(
  db: Tx,
  order: OrderRow,
  part: PartRow,
  { repaymentId, kind, refund, reason, now }: Payback,
): Promise<void> {
  const amountMinor = amountOf(refund)
  if (amountMinor === 0) return
  const { chargeMinor, totalMinor, refundedMinor } = order
  const repayment: Repayment = {
    kind,
    repaymentId,
    mode: order.mode,
    occurredAt: now,
    orderId: order.id,
    sellerOrderId: part.id,
    accountId: order.accountId,
    amount: { amountMinor, currency: order.currency },
    credit: {
      amountMinor: runningShare(chargeMinor, totalMinor, refundedMinor, amountMinor),
      currency: order.chargeCurrency,
    },
    ...(reason ? { memo: reason } : {}),
  }
  const postings =
    part.completedAt === null
      ? repaymentPostings(repayment)
      : reversalPostings(repayment, await reversalOf(db, part, refund))
  await post(db, ...postings)
}

async function reversalOf(db: Tx, part: PartRow, refund: RefundAmounts) {
  const earnedLeftMinor =
    part.goodsMinor + part.shippingMinor - part.refundedGoodsMinor - part.refundedShippingMinor
  const earnedMinor = refund.goodsMinor + refund.shippingMinor
  const movements = await selectPartMovements(db, part.id)
  const released = reverseRelease(movements, { earnedMinor, earnedLeftMinor })
  return {
    leviesMinor: refund.dutiesMinor + refund.taxesMinor,
    feesMinor: refund.feesMinor,
    earnedMinor,
    settlementCurrency: released?.settlementCurrency ?? part.currency,
    givers: released?.givers ?? [],
  }
}
