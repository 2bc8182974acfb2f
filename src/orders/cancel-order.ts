import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids, newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { ownOrder } from './access.ts'
import { type CancelOutlook, outlookOf } from './cancel-outlook.ts'
import { commitMove } from './commit-move.ts'
import { cancellationRequested } from './events.ts'
import { amountOf } from './moves.ts'
import { cancelPart } from './part-moves.ts'
import { hoursAfter, policy } from './policy.ts'
import { insertCancellation } from './queries-cancellation.ts'
import type { CancellationRow, OrderRecord, PartRow } from './record.ts'
import { orderView } from './render.ts'
import { CancelReason, Order } from './schema.ts'
import type { CancelReason as Reason } from './state.ts'

export const cancelOrder = defineOperation({
  name: 'cancelOrder',
  tag: 'orders',
  summary: 'Cancel an order',
  description:
    'Cancels every part that its seller has not accepted and refunds it at once. For accepted parts that are not sent it asks the seller: the request is in `cancellations`, and is accepted, rejected or expires at `respondBy`. Parts on their way can’t be cancelled. Cancelling again changes nothing.',
  http: 'POST /v1/orders/{id}/cancel',
  scope: 'orders:write',
  idempotency: 'accepted',
  input: Type.Object(
    {
      id: Id('order'),
      sellerOrderId: Type.Optional(Id('sellerOrder')),
      reason: Type.Optional(CancelReason),
      note: Type.Optional(Text({ maxLength: 1000, description: 'For the seller.' })),
    },
    { additionalProperties: false },
  ),
  output: Order,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, sellerOrderId, reason = 'changedMind', note }) {
    let record = await ownOrder(context, id, { lock: true })
    const outlooks = outlookOf(record, partIdOf(sellerOrderId), context.now)
    if (outlooks.length === 0 && sellerOrderId) throw notFound('seller order', sellerOrderId)
    if (record.order.status === 'cancelled') return orderView(record)
    if (outlooks.every(({ outcome }) => outcome === 'notPossible')) throw tooLate(record)
    for (const outlook of outlooks) {
      record = await pursue(context, record, outlook, reason, note ?? null)
    }
    return orderView(record)
  },
})

function partIdOf(sellerOrderId: string | undefined): string | undefined {
  return sellerOrderId === undefined ? undefined : ids.sellerOrder.decode(sellerOrderId)
}

function tooLate({ order }: OrderRecord): ApiError {
  return new ApiError(
    'conflict',
    `Nothing of it can be cancelled any more: it is ${order.status}. Open a dispute if something is wrong with it.`,
    { extra: { orderStatus: order.status } },
  )
}

async function pursue(
  { db, now }: Context,
  record: OrderRecord,
  outlook: CancelOutlook,
  reason: Reason,
  note: string | null,
): Promise<OrderRecord> {
  const { part } = outlook
  if (outlook.outcome === 'cancelled') {
    return cancelPart(db, record, part, { actor: 'buyer', reason, now })
  }
  if (outlook.outcome !== 'requested') return record
  const row = requestOf(record, part, outlook, reason, note, now)
  await insertCancellation(db, row)
  const move = { event: cancellationRequested, sellerOrderId: part.id, actor: 'buyer' as const }
  await commitMove(db, record, record, { ...move, reason, now })
  return { ...record, cancellations: [...record.cancellations, row] }
}

function requestOf(
  { order }: OrderRecord,
  part: PartRow,
  { refund }: CancelOutlook,
  reason: Reason,
  note: string | null,
  now: Date,
): CancellationRow {
  const { accountId, mode, currency } = order
  return {
    id: newId(),
    orderId: order.id,
    sellerOrderId: part.id,
    accountId,
    sellerId: part.sellerId,
    mode,
    status: 'requested',
    reason,
    note,
    refundMinor: amountOf(refund),
    currency,
    requestedAt: now,
    respondBy: hoursAfter(now, policy.cancellationHours),
    decidedAt: null,
    decisionNote: null,
  }
}
