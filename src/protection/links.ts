import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { Order, SellerOrder } from '../orders/index.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
import { roleOf } from './access.ts'
import { selectDisputesOfOrders, selectRefundsOfOrders, selectSteps } from './queries.ts'
import { isPartyTo } from './refund-access.ts'
import { Dispute, disputeOf, Refund, refundOf } from './schema.ts'

async function disputesOf({ db, caller }: Context, orderIds: readonly string[]) {
  const rows = await selectDisputesOfOrders(db, stored(orderIds))
  const seen = rows.filter((row) => roleOf(caller, row) !== undefined)
  const steps = await selectSteps(
    db,
    seen.map(({ id }) => id),
  )
  return seen.map((row) => disputeOf(row, steps))
}

async function refundsOf({ db, caller }: Context, orderIds: readonly string[]) {
  const rows = await selectRefundsOfOrders(db, stored(orderIds))
  return rows.filter((row) => isPartyTo(caller, row)).map(refundOf)
}

function stored(orderIds: readonly string[]): string[] {
  return [...new Set(orderIds)].map((id) => ids.order.decode(id))
}

const orderDisputes = defineLink({
  from: Order,
  field: 'disputes',
  to: Dispute,
  many: true,
  description: 'Claims about the order, oldest first.',
  scope: 'disputes:read',
  async load(context, orders) {
    const found = await disputesOf(
      context,
      orders.map(({ id }) => id),
    )
    return orders.map(({ id }) => found.filter(({ orderId }) => orderId === id))
  },
})

const sellerOrderDisputes = defineLink({
  from: SellerOrder,
  field: 'disputes',
  to: Dispute,
  many: true,
  description: 'Claims about this part, oldest first.',
  scope: 'disputes:read',
  async load(context, parts) {
    const found = await disputesOf(
      context,
      parts.map(({ orderId }) => orderId),
    )
    return parts.map(({ id }) => found.filter(({ sellerOrderId }) => sellerOrderId === id))
  },
})

const orderRefunds = defineLink({
  from: Order,
  field: 'refunds',
  to: Refund,
  many: true,
  description: 'What went back for things that were sent, oldest first.',
  scope: 'orders:read',
  async load(context, orders) {
    const found = await refundsOf(
      context,
      orders.map(({ id }) => id),
    )
    return orders.map(({ id }) => found.filter(({ orderId }) => orderId === id))
  },
})

const disputeRefunds = defineLink({
  from: Dispute,
  field: 'refunds',
  to: Refund,
  many: true,
  description: 'What it paid.',
  scope: 'orders:read',
  async load(context, disputes) {
    const found = await refundsOf(
      context,
      disputes.map(({ orderId }) => orderId),
    )
    return disputes.map(({ id }) => found.filter(({ disputeId }) => disputeId === id))
  },
})

const disputeSeller = defineLink({
  from: Dispute,
  field: 'seller',
  to: Seller,
  scope: 'sellers:read',
  load: (context, disputes) =>
    loadSellers(
      context,
      disputes.map(({ sellerId }) => sellerId),
    ),
})

export const links: readonly AnyLink[] = [
  orderDisputes,
  sellerOrderDisputes,
  orderRefunds,
  disputeRefunds,
  disputeSeller,
]
