import type { Tx } from '../core/database.ts'
import type { ParcelHistory } from '../shipping/index.ts'

type HistoryRow = Omit<ParcelHistory, 'region' | 'postalCode'> & {
  sellerOrderId: string
  region: string | null
  postalCode: string | null
}

/**
 * What became of the live parts of orders after an id, one row for each parcel or one without any;
 * parts that ended before they were shipped are left out.
 */
export function readHistory({ sql }: Tx, after: string, limit: number): Promise<HistoryRow[]> {
  // Ids are UUIDv7, so the primary key walks the parts in the order they were placed.
  return sql<HistoryRow[]>`
    select so.id as "sellerOrderId", so.seller_id as "sellerId",
      (so.shipping_option->>'carrier') || '/' || (so.shipping_option->>'code') as service,
      coalesce(p.ship_from, so.shipping_option->>'shipFrom', s.country) as "from",
      o.destination_country as country, o.shipping_address->>'region' as region,
      o.shipping_address->>'postalCode' as "postalCode", so.placed_at as "orderedAt",
      p.handed_over_at as "handedOverAt", p.delivered_at as "deliveredAt"
    from (
      select * from seller_orders where id > ${after}
      order by id limit ${limit}
    ) so
    join orders o on o.id = so.order_id
    join sellers s on s.id = so.seller_id
    left join parcels p on p.seller_order_id = so.id
    where so.mode = 'live'
      and (so.first_shipped_at is not null or coalesce(so.cancelled_at, so.rejected_at) is null)
    order by so.id`
}

/** The id that ends a batch of this size after an id; undefined when nothing comes after. */
export async function lastOfBatch(
  { sql }: Tx,
  after: string,
  limit: number,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from (select id from seller_orders where id > ${after} order by id limit ${limit}) b
    order by id desc limit 1`
  return row?.id
}
