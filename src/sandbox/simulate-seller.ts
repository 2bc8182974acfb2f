import Type from 'typebox'
import type { Tx } from '../core/database.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id } from '../core/schema.ts'
import {
  acceptPart,
  cancelPart,
  lockPart,
  OrderStatus,
  type PartRow,
  rejectPart,
} from '../orders/index.ts'
import { requireTestKey } from './access.ts'
import { insertSteps, skipSellerSteps } from './queries.ts'

const acts = ['accept', 'reject', 'runOutOfStock', 'ship', 'shipLate', 'stall'] as const

const SimulatedSellerOrder = Type.Object(
  { sellerOrderId: Id('sellerOrder'), status: OrderStatus },
  { $id: 'SimulatedSellerOrder', additionalProperties: false },
)

const dayMs = 86_400_000

export const simulateSeller = defineOperation({
  name: 'simulateSeller',
  tag: 'sandbox',
  summary: 'Play the seller of a test order',
  description:
    '`accept`, or `reject` before that; `runOutOfStock` cancels what is not sent; `ship` at once, `shipLate` by `days` after the ship-by time, or `stall` and do nothing more, so that the deadlines decide.',
  http: 'POST /v1/sandbox/seller-orders/{id}/simulate',
  scope: 'sandbox:write',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      act: Enum(acts, { $id: 'SellerAct', description: 'What the seller of a test order does.' }),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 1 })),
    },
    { additionalProperties: false },
  ),
  output: SimulatedSellerOrder,
  errors: ['forbidden', 'not_found', 'conflict'],
  async handle({ db, caller, now }, { id, act, days = 1 }) {
    requireTestKey(caller)
    const { record, part } = await lockPart(db, ids.sellerOrder.decode(id))
    if (part.accountId !== caller.accountId || part.mode !== 'test') {
      throw notFound('seller order', id)
    }
    requirePossible(part, act)
    if (act === 'accept') await acceptPart(db, record, part, { actor: 'seller', now })
    const why = { actor: 'seller' as const, reason: 'outOfStock', now }
    if (act === 'reject') await rejectPart(db, record, part, why)
    if (act === 'runOutOfStock') await cancelPart(db, record, part, why)
    if (act === 'stall') await skipSellerSteps(db, part.id, now, 'simulated: stall')
    if (act === 'ship' || act === 'shipLate') {
      const late = new Date(Math.max(part.shipBy.getTime(), now.getTime()) + days * dayMs)
      await planShipping(db, part, act === 'ship' ? now : late)
    }
    const { part: after } = await lockPart(db, part.id)
    return { sellerOrderId: id, status: after.status }
  },
})

function requirePossible(part: PartRow, act: (typeof acts)[number]): void {
  if (part.status === 'cancelled' || part.status === 'completed') {
    throw new ApiError('conflict', `This part is ${part.status}: its seller does nothing more.`)
  }
  if ((act === 'accept' || act === 'reject') && part.acceptance !== 'pending') {
    throw new ApiError('conflict', `This part is ${part.acceptance} already.`)
  }
  if (act !== 'stall' && part.shippedAt !== null) {
    throw new ApiError('conflict', 'Everything of this part was sent already.')
  }
}

/** Lets the seller ship at a moment, which accepts the part as well; a seller at rest gets up again. */
async function planShipping(db: Tx, part: PartRow, dueAt: Date): Promise<void> {
  await skipSellerSteps(db, part.id, part.placedAt, 'simulated: ship')
  const target = { accountId: part.accountId, sellerOrderId: part.id, parcelId: null }
  await insertSteps(db, target, [
    { step: { type: 'accept' }, dueAt: part.placedAt },
    { step: { type: 'ship' }, dueAt },
  ])
}
