import type { Tx } from '../core/database.ts'

export interface ProductOffer {
  productId: string
  priceMinor: number
  currency: string
  isInStock: boolean
}

/** The lowest price of each product, in the currency of its first variant, and whether it has stock. */
export async function selectOffers(
  { sql }: Tx,
  productIds: readonly string[],
): Promise<ProductOffer[]> {
  return await sql<ProductOffer[]>`
    select p.id as "productId", o.price_minor as "priceMinor", o.currency,
      o.is_in_stock as "isInStock"
    from unnest(${productIds as string[]}::uuid[]) as p(id)
    cross join lateral (
      select min(v.price_minor) filter (where v.currency = f.currency) as price_minor, f.currency,
        bool_or(coalesce(k.available, 0) > 0) as is_in_stock
      from variants v
      cross join lateral (
        select w.currency from variants w
        where w.product_id = p.id and w.status = 'active' order by w.position, w.id limit 1) f
      left join stock_levels k on k.variant_id = v.id
      where v.product_id = p.id and v.status = 'active'
      group by f.currency) o`
}

/** Counts sold units of the variants' products, by day too, and shows the new counts to sorts by sales. */
export async function addSoldUnits(
  { sql }: Tx,
  units: readonly { variantId: string; quantity: number }[],
): Promise<void> {
  await sql`
    with sold as (
      select v.product_id, sum(u.quantity)::int as quantity
      from unnest(${units.map(({ variantId }) => variantId)}::uuid[],
        ${units.map(({ quantity }) => quantity)}::int[]) as u(variant_id, quantity)
      join variants v on v.id = u.variant_id
      group by v.product_id
    ), counted as (
      update products p set sold_count = p.sold_count + s.quantity
      from sold s where p.id = s.product_id
      returning p.id, p.sold_count
    ), dated as (
      insert into product_sales (day, product_id, units)
      select (now() at time zone 'utc')::date, s.product_id, s.quantity
      from sold s join products p on p.id = s.product_id order by s.product_id
      on conflict (day, product_id) do update set units = product_sales.units + excluded.units
    )
    update search_documents d set sold_count = c.sold_count
    from counted c where d.product_id = c.id`
}
