import type { Tx } from '../core/database.ts'
import type { HeldForOrder } from '../ledger/index.ts'

/** What escrow must hold for each order that was paid and is not settled yet, from the orders' own rows. */
export async function selectHeldByOrders({ sql }: Tx): Promise<HeldForOrder[]> {
  return await sql<HeldForOrder[]>`
    select p.order_id as "orderId", p.mode, p.currency,
      sum(p.total_minor - p.refunded_goods_minor - p.refunded_shipping_minor
        - p.refunded_duties_minor - p.refunded_taxes_minor - p.refunded_fees_minor)::bigint
        as "amountMinor"
    from seller_orders p join orders o on o.id = p.order_id
    where o.paid_at is not null and p.completed_at is null
    group by p.order_id, p.mode, p.currency
    having sum(p.total_minor - p.refunded_goods_minor - p.refunded_shipping_minor
      - p.refunded_duties_minor - p.refunded_taxes_minor - p.refunded_fees_minor) <> 0`
}
