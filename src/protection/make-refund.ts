import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { emitAll } from '../events/index.ts'
import { type OrderRecord, type PartRow, refundClaim } from '../orders/index.ts'
import { type Claim, totalOf } from './claim.ts'
import type { DisputeParty } from './dispute-state.ts'
import { refundCreated } from './events.ts'
import { insertRefund, type RefundRow } from './queries.ts'
import { refundOf } from './schema.ts'

export interface RefundOrder {
  readonly claim: Claim
  readonly disputeId: string | null
  readonly reason: string
  readonly note: string | null
  readonly actor: DisputeParty
  readonly now: Date
}

/** Gives a claim of a locked part back to the payer, with its row, its money and its news. */
export async function makeRefund(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  order: RefundOrder,
): Promise<{ record: OrderRecord; refund: RefundRow }> {
  const { claim, disputeId, reason, note, actor, now } = order
  const id = newId()
  const lines = claim.lines.filter(({ amountMinor }) => amountMinor > 0)
  const given = await refundClaim(db, record, part, {
    refundId: id,
    lines,
    shippingMinor: claim.shippingMinor,
    feesMinor: claim.feesMinor,
    actor: actor === 'clock' ? 'platform' : actor,
    reason,
    now,
  })
  const refund: RefundRow = {
    id,
    orderId: part.orderId,
    sellerOrderId: part.id,
    disputeId,
    accountId: part.accountId,
    sellerId: part.sellerId,
    mode: part.mode,
    currency: part.currency,
    ...given.refund,
    totalMinor: totalOf(claim),
    lines: lines.map(({ lineId, amountMinor }) => ({ lineId, amountMinor })),
    reason,
    note,
    actor,
    createdAt: now,
  }
  await insertRefund(db, refund)
  const payload = { refund: refundOf(refund) }
  const accounts = [part.accountId, part.sellerAccountId].filter((account) => account !== null)
  await emitAll(
    db,
    refundCreated,
    accounts.map((accountId) => ({ accountId, mode: part.mode, subjectId: id, payload })),
  )
  return { record: given.record, refund }
}
