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
