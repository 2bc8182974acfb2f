import type { Tx } from '../core/database.ts'
import { emit, emitAll } from '../events/index.ts'
import { placementPostings, post } from '../ledger/index.ts'
import { buildOrder, type OrderDraft } from './build-order.ts'
import { newsOf } from './commit-move.ts'
import { orderCreated, orderReceived } from './events.ts'
import { insertRecord } from './queries-placement.ts'
import type { OrderRecord } from './record.ts'

/**
 * Writes a priced order: stock, rows, events and then the money, all in one flight, so that stock is
 * locked before the wallet and the wallet, which all orders of an account share, last. Throws what
 * `takeStock` throws, `insufficient_funds` and `client_reference_used`.
 */
export async function placeDraft(
  db: Tx,
  draft: OrderDraft,
  takeStock: () => Promise<void>,
): Promise<OrderRecord> {
  const record = buildOrder(draft)
  const { order } = record
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
    post(
      db,
      ...placementPostings({
        mode: order.mode,
        occurredAt: order.createdAt,
        orderId: order.id,
        accountId: order.accountId,
        total: { amountMinor: order.totalMinor, currency: order.currency },
        charge: { amountMinor: order.chargeMinor, currency: order.chargeCurrency },
      }),
    ),
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
