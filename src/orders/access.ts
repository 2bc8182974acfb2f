import type { Context } from '../core/context.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { selectOrderIdOfPart, selectRecord } from './queries-record.ts'
import { type OrderRecord, type PartRow, partOf } from './record.ts'

type Visitor = Pick<Context, 'db' | 'caller'>

/** The caller's own order; throws `not_found` for anyone else's. */
export async function ownOrder(
  { db, caller }: Visitor,
  id: string,
  options: { lock?: boolean } = {},
): Promise<OrderRecord> {
  const record = await selectRecord(db, ids.order.decode(id), options)
  const isOwn = record?.order.accountId === caller.accountId && record.order.mode === caller.mode
  if (!record || !isOwn) throw notFound('order', id)
  return record
}

export interface ReceivedPart {
  readonly record: OrderRecord
  readonly part: PartRow
}

/** A part that the caller received as its seller, or as the operator; throws `not_found`. */
export async function receivedPart(
  { db, caller }: Visitor,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ReceivedPart> {
  const sellerOrderId = ids.sellerOrder.decode(id)
  const orderId = await selectOrderIdOfPart(db, sellerOrderId)
  const record = orderId && (await selectRecord(db, orderId, options))
  const part = record && partOf(record, sellerOrderId)
  if (!part || !isReceivedBy(caller, part)) throw notFound('seller order', id)
  return { record, part }
}

// In the sandbox everybody's test orders name real sellers: only the account that made one plays its seller.
function isReceivedBy(caller: Context['caller'], part: PartRow): boolean {
  if (caller.mode !== part.mode) return false
  if (part.mode === 'test' && part.accountId !== caller.accountId) return false
  return caller.isOperator || caller.sellerId === part.sellerId
}

/** The seller a key acts for; throws `forbidden` for a key of no seller. */
export function sellerOf({ caller }: Visitor): string {
  if (caller.sellerId !== null) return caller.sellerId
  throw new ApiError(
    'forbidden',
    'Only a seller’s key sees what a seller received: use a key made for the seller.',
  )
}
