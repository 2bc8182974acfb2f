import type { Context } from '../core/context.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { receivedPart } from './access.ts'
import { selectCancellation } from './queries-cancellation.ts'
import type { CancellationRow, OrderRecord, PartRow } from './record.ts'

/** A negotiation that waits for the calling seller's answer, with its order locked. */
export async function openNegotiation(
  context: Context,
  id: string,
): Promise<{ record: OrderRecord; part: PartRow; cancellation: CancellationRow }> {
  const row = await selectCancellation(context.db, ids.cancellation.decode(id))
  if (!row) throw notFound('cancellation', id)
  const received = await receivedPart(context, ids.sellerOrder.encode(row.sellerOrderId), {
    lock: true,
  }).catch((error: unknown) => {
    throw error instanceof ApiError && error.code === 'not_found'
      ? notFound('cancellation', id)
      : error
  })
  const cancellation = received.record.cancellations.find((each) => each.id === row.id)!
  if (cancellation.status === 'requested') return { ...received, cancellation }
  throw new ApiError('conflict', `It is ${cancellation.status} already.`, {
    extra: { cancellationStatus: cancellation.status },
  })
}
