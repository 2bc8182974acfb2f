import Type from 'typebox'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownOrder } from './access.ts'
import { completePart } from './complete-part.ts'
import { linesOf, type OrderRecord, type PartRow, partOf } from './record.ts'
import { orderView } from './render.ts'
import { Order } from './schema.ts'
import { openUnits } from './state.ts'

export const confirmDelivery = defineOperation({
  name: 'confirmDelivery',
  tag: 'orders',
  summary: 'Confirm that an order arrived',
  description:
    'The buyer has the goods and releases the money of every part that was sent completely, or of the one named, before its protection window is over. It can’t be taken back; confirming again changes nothing.',
  http: 'POST /v1/orders/{id}/confirm',
  scope: 'orders:write',
  idempotency: 'accepted',
  input: Type.Object(
    { id: Id('order'), sellerOrderId: Type.Optional(Id('sellerOrder')) },
    { additionalProperties: false },
  ),
  output: Order,
  errors: ['not_found', 'conflict'],
  async handle({ db, caller, now }, { id, sellerOrderId }) {
    let record = await ownOrder({ db, caller }, id, { lock: true })
    const parts = wantedParts(record, sellerOrderId)
    if (parts.every((part) => part.status === 'completed')) return orderView(record)
    const ready = parts.filter((part) => isConfirmable(record, part))
    if (ready.length === 0) throw notArrived(record)
    for (const { id: partId } of ready) {
      record = await completePart(db, record, partOf(record, partId)!, { actor: 'buyer', now })
    }
    return orderView(record)
  },
})

function wantedParts(record: OrderRecord, sellerOrderId: string | undefined): readonly PartRow[] {
  if (sellerOrderId === undefined) return record.parts
  const part = partOf(record, ids.sellerOrder.decode(sellerOrderId))
  if (!part) throw notFound('seller order', sellerOrderId)
  return [part]
}

function isConfirmable(record: OrderRecord, part: PartRow): boolean {
  if (part.status !== 'shipped' && part.status !== 'delivered') return false
  return (
    part.afterSale !== 'open' && linesOf(record, part.id).every((line) => openUnits(line) === 0)
  )
}

function notArrived({ order }: OrderRecord): ApiError {
  return new ApiError(
    'conflict',
    `No part of it can be confirmed: it is ${order.status}, or a dispute is open.`,
    { extra: { orderStatus: order.status } },
  )
}
