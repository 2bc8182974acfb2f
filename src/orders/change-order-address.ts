import Type from 'typebox'
import { ApiError, invalidField } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { Address, requireAddress } from '../shipping/index.ts'
import { ownOrder } from './access.ts'
import { commitMove } from './commit-move.ts'
import { orderAddressChanged } from './events.ts'
import { insertAddressChange } from './queries-record.ts'
import { orderView } from './render.ts'
import { Order } from './schema.ts'
import { isFinal } from './state.ts'

export const changeOrderAddress = defineOperation({
  name: 'changeOrderAddress',
  tag: 'orders',
  summary: 'Change where an order goes',
  description:
    'Corrects the shipping address while no seller has accepted its part. The country stays, since shipping, duties and taxes were charged for it; for another country cancel and order again.',
  http: 'PUT /v1/orders/{id}/shipping-address',
  scope: 'orders:write',
  input: Type.Object(
    { id: Id('order'), shippingAddress: Address },
    { additionalProperties: false },
  ),
  output: Order,
  errors: ['not_found', 'conflict', 'invalid_address'],
  async handle({ db, caller, now }, { id, shippingAddress }) {
    const record = await ownOrder({ db, caller }, id, { lock: true })
    const after = requireAddress(shippingAddress, now, '#/shippingAddress')
    const { order, parts } = record
    if (after.country !== order.destinationCountry) {
      const message = `The order was priced for ${order.destinationCountry}: cancel it and order again.`
      throw invalidField('#/shippingAddress/country', 'other_country', message)
    }
    if (isFinal(order.status) || parts.some((part) => part.acceptance === 'accepted')) {
      throw new ApiError('conflict', 'A seller accepted it already: ask the seller, or cancel.')
    }
    const before = order.shippingAddress
    const moved = { ...record, order: { ...order, shippingAddress: after, updatedAt: now } }
    await insertAddressChange(db, {
      id: newId(),
      orderId: order.id,
      before,
      after,
      changedBy: caller.keyId,
      changedAt: now,
    })
    const move = { event: orderAddressChanged, sellerOrderId: null, actor: 'buyer' as const, now }
    await commitMove(db, record, moved, move)
    return orderView(moved)
  },
})
