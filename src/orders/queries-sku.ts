import type { Tx } from '../core/database.ts'

/** Who sells a SKU. */
export interface SkuOffer {
  readonly sku: string
  readonly variantId: string
  readonly sellerId: string
  readonly sellerName: string
}

/** Offers on sale under these SKUs, by SKU, whoever sells them. */
export async function selectOffersBySku(
  { sql }: Tx,
  skus: readonly string[],
): Promise<Map<string, SkuOffer[]>> {
  const rows = await sql<SkuOffer[]>`
    select v.sku, v.id as "variantId", s.id as "sellerId", s.name as "sellerName"
    from sellers s join variants v on v.seller_id = s.id and v.sku = any(${skus as string[]}::text[])
    where v.status = 'active' and s.status = 'vetted'
    order by s.name`
  return Map.groupBy(rows, ({ sku }) => sku)
}
