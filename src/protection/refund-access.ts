import type { Caller, Context } from '../core/context.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { selectRecord } from '../orders/index.ts'
import type { RefundRow } from './queries.ts'

type Dealing = Pick<RefundRow, 'accountId' | 'sellerId' | 'mode'>

/** Whether a refund, or a part of an order, is the caller's business: as payer, seller or operator. */
export function isPartyTo(caller: Caller, { accountId, sellerId, mode }: Dealing): boolean {
  if (caller.mode !== mode) return false
  const isBuyersAccount = caller.accountId === accountId
  if (caller.sellerId === null) return caller.isOperator || isBuyersAccount
  // In the sandbox only the account that ordered plays its seller.
  return caller.sellerId === sellerId && (mode === 'live' || isBuyersAccount)
}

/** Which refunds of an order the caller sees; throws `not_found` for an order that is not its business. */
export async function visibleRefunds(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireId: string,
): Promise<{ orderId: string; sellerId: string | undefined }> {
  const record = await selectRecord(db, ids.order.decode(wireId))
  if (!record?.parts.some((part) => isPartyTo(caller, part))) throw notFound('order', wireId)
  return { orderId: record.order.id, sellerId: caller.sellerId ?? undefined }
}
