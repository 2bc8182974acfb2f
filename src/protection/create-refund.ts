import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ApiError, invalidField, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { claimableOf, type OrderRecord, type PartRow, receivedPart } from '../orders/index.ts'
import { type Claim, fullClaim, totalOf } from './claim.ts'
import { makeRefund } from './make-refund.ts'
import { Note, Refund, RefundReason, refundOf } from './schema.ts'

const RefundWish = Type.Object(
  {
    orderLineId: Id('orderLine'),
    quantity: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'What was paid for so many.' }),
    ),
    amountMinor: Type.Optional(
      Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Or an amount.' }),
    ),
  },
  {
    $id: 'RefundWish',
    additionalProperties: false,
    description: 'Units or an amount of one line.',
  },
)

export const createRefund = defineOperation({
  name: 'createRefund',
  tag: 'refunds',
  summary: 'Refund something that was sent',
  description: [
    'The seller, or the operator, gives money back without a dispute: for units or by amounts.',
    'It comes from escrow or, after release, from the seller’s earnings, which may go below zero.',
    'What was not sent yet is cancelled instead, and an open dispute is answered instead.',
  ].join('\n'),
  http: 'POST /v1/orders/{id}/refunds',
  status: 201,
  scope: 'orders:write',
  input: Type.Object(
    {
      id: Id('order'),
      sellerOrderId: Id('sellerOrder'),
      lines: Type.Optional(
        Type.Array(RefundWish, {
          minItems: 1,
          maxItems: 100,
          description: 'Everything that was sent, with shipping, unless said.',
        }),
      ),
      shippingMinor: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'Shipping to give back with the lines named.',
        }),
      ),
      reason: RefundReason,
      note: Type.Optional(Note),
    },
    { additionalProperties: false },
  ),
  output: Refund,
  errors: ['not_found', 'conflict'],
  idempotency: 'required',
  cost: 5,
  async handle(context, { id, sellerOrderId, lines, shippingMinor, reason, note = null }) {
    const { db, caller, now } = context
    const { record, part } = await refundablePart(context, id, sellerOrderId)
    const claim = claimOf(record, part, lines, shippingMinor)
    if (totalOf(claim) === 0) {
      throw new ApiError('conflict', 'Nothing of it was sent, or all of it went back already.')
    }
    const actor = caller.isOperator ? 'platform' : 'seller'
    const order = { claim, disputeId: null, reason, note, actor, now } as const
    return refundOf((await makeRefund(db, record, part, order)).refund)
  },
})

async function refundablePart(context: Context, orderId: string, sellerOrderId: string) {
  const locked = await receivedPart(context, sellerOrderId, { lock: true })
  if (locked.part.orderId !== ids.order.decode(orderId))
    throw notFound('seller order', sellerOrderId)
  if (locked.part.afterSale === 'open') {
    throw new ApiError('conflict', 'A dispute about this part is open: answer it instead.')
  }
  return locked
}

function claimOf(
  record: OrderRecord,
  part: PartRow,
  wanted: readonly Type.Static<typeof RefundWish>[] | undefined,
  shippingMinor = 0,
): Claim {
  if (wanted === undefined) return fullClaim(record, part, undefined)
  const claimable = claimableOf(record, part)
  if (shippingMinor > claimable.shippingMinor)
    throw tooMuch('#/shippingMinor', claimable.shippingMinor)
  const lines = wanted.map((wish, index) => {
    const lineId = ids.orderLine.decode(wish.orderLineId)
    const amountMinor = wish.amountMinor ?? chargedUnits(record, part, wish, index)
    const left = claimable.lines.get(lineId)
    if (left === undefined) {
      const message = `${wish.orderLineId} is no line of this part.`
      throw invalidField(`#/lines/${index}/orderLineId`, 'not_found', message)
    }
    if (amountMinor > left) throw tooMuch(`#/lines/${index}`, left)
    return { lineId, quantity: wish.quantity ?? 0, amountMinor }
  })
  if (new Set(lines.map(({ lineId }) => lineId)).size < lines.length) {
    throw invalidField('#/lines', 'not_unique', 'Name each line once.')
  }
  return { lines, shippingMinor, feesMinor: 0 }
}

function chargedUnits(
  record: OrderRecord,
  part: PartRow,
  { orderLineId, quantity, amountMinor }: Type.Static<typeof RefundWish>,
  index: number,
): number {
  if (quantity === undefined || amountMinor !== undefined) {
    throw invalidField(`#/lines/${index}`, 'wrong_shape', 'Give a quantity or an amount.')
  }
  const [line] = fullClaim(record, part, [{ orderLineId, quantity }]).lines
  return line?.amountMinor ?? 0
}

function tooMuch(pointer: string, left: number): ApiError {
  return invalidField(pointer, 'too_large', `At most ${left} minor units can still go back here.`)
}
