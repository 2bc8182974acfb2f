import type { Context } from '../core/context.ts'
import type { AtCommit } from '../core/once.ts'
import { emitEach, type News } from '../events/index.ts'
import { placementPostings, postAtCommit } from '../ledger/index.ts'
import { buildOrder, type OrderDraft } from './build-order.ts'
import { newsOf } from './commit-move.ts'
import { orderCreated, orderReceived } from './events.ts'
import { insertRecord } from './queries-placement.ts'
import type { OrderRecord, OrderRow } from './record.ts'

export type PlacementContext = Pick<Context, 'db' | 'database' | 'caller' | 'now'> & {
  readonly atCommit: AtCommit
}

/**
 * A priced order, written by steps that travel with COMMIT: its rows and events, then the stock and at
 * the very end the wallet, which all orders of an account share. They throw what `sellStock` throws,
 * `insufficient_funds` and `client_reference_used`.
 */
export function placeDraft(
  { db, atCommit }: Pick<PlacementContext, 'db' | 'atCommit'>,
  draft: OrderDraft,
  sellStock: () => Promise<void>,
): OrderRecord {
  const record = buildOrder(draft)
  const { order } = record
  atCommit(() => insertRecord(db, record))
  atCommit(() => emitEach(db, [newsOfBuyer(order), ...newsOfSellers(record)]))
  atCommit(sellStock)
  atCommit(() => postAtCommit(db, ...paymentOf(order)))
  return record
}

function paymentOf(order: OrderRow) {
  return placementPostings({
    mode: order.mode,
    occurredAt: order.createdAt,
    orderId: order.id,
    accountId: order.accountId,
    total: { amountMinor: order.totalMinor, currency: order.currency },
    charge: { amountMinor: order.chargeMinor, currency: order.chargeCurrency },
  })
}

function newsOfBuyer(order: OrderRow): News {
  const { accountId, mode, id: subjectId } = order
  return { event: orderCreated, accountId, mode, subjectId, payload: newsOf(order, undefined) }
}

function newsOfSellers({ order, parts }: OrderRecord): News[] {
  return parts.flatMap((part) => {
    if (part.sellerAccountId === null) return []
    const { mode, sellerAccountId: accountId, id: subjectId } = part
    return [{ event: orderReceived, accountId, mode, subjectId, payload: newsOf(order, part) }]
  })
}
