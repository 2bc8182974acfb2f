import type { Context } from '../core/context.ts'
import { emit, emitAll } from '../events/index.ts'
import { placementPostings, post, postAtCommit } from '../ledger/index.ts'
import { buildOrder, type OrderDraft } from './build-order.ts'
import { newsOf } from './commit-move.ts'
import { orderCreated, orderReceived } from './events.ts'
import { insertRecord } from './queries-placement.ts'
import type { OrderRecord } from './record.ts'

/**
 * Writes a priced order: stock, rows and events in one flight, and the money at the very end, so that
 * stock is locked before the wallet and the wallet, which all orders of an account share, for the
 * shortest time. Throws what `takeStock` throws, `insufficient_funds` and `client_reference_used`.
 */
export async function placeDraft(
  context: Pick<Context, 'db' | 'database' | 'atCommit'>,
  draft: OrderDraft,
  takeStock: () => Promise<void>,
): Promise<OrderRecord> {
  const { db, database, atCommit } = context
  const record = buildOrder(draft)
  const { order } = record
  const payment = placementPostings({
    mode: order.mode,
    occurredAt: order.createdAt,
    orderId: order.id,
    accountId: order.accountId,
    total: { amountMinor: order.totalMinor, currency: order.currency },
    charge: { amountMinor: order.chargeMinor, currency: order.chargeCurrency },
  })
  atCommit?.(() => postAtCommit(db, database, ...payment))
  await Promise.all([
    takeStock(),
    insertRecord(db, record),
    emit(db, orderCreated, {
      accountId: order.accountId,
      mode: order.mode,
      subjectId: order.id,
      payload: newsOf(order, undefined),
    }),
    emitAll(db, orderReceived, newsOfSellers(record)),
    ...(atCommit ? [] : [post(db, ...payment)]),
  ])
  return record
}

function newsOfSellers({ order, parts }: OrderRecord) {
  return parts.flatMap((part) => {
    if (part.sellerAccountId === null) return []
    const { mode, sellerAccountId: accountId, id: subjectId } = part
    return [{ accountId, mode, subjectId, payload: newsOf(order, part) }]
  })
}
