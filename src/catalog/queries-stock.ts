import type { Tx } from '../core/database.ts'

/** A variant of a seller as bulk updates must know it. */
export interface OwnVariant {
  id: string
  product_id: string
  sku: string
  currency: string
  price_minor: number
  compare_at_price_minor: number | null
  available: number
  held: number
}

/** Variants of the seller by SKU, their rows held in the order in which placement takes them. */
export async function lockVariants(
  { sql }: Tx,
  sellerId: string,
  skus: readonly string[],
): Promise<OwnVariant[]> {
  return await sql<OwnVariant[]>`
    select v.id, v.product_id, v.sku, v.currency, v.price_minor, v.compare_at_price_minor,
      k.available, k.held
    from variants v join stock_levels k on k.variant_id = v.id
    where v.seller_id = ${sellerId} and v.sku = any(${skus as string[]}::text[])
    order by v.id for update of k`
}

/** Sets stock; units held by quotes are among those the seller counts. */
export async function updateStockRows(
  { sql }: Tx,
  rows: readonly { id: string; available: number }[],
  now: Date,
): Promise<void> {
  await sql`
    update stock_levels k set available = r.available, updated_at = ${now}
    from unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ available }) => available)}::int[]) as r(id, available)
    where k.variant_id = r.id`
}

export interface PriceRow {
  id: string
  priceMinor: number
  compareAtPriceMinor: number | null
  currency: string
}

export async function updatePriceRows(
  { sql }: Tx,
  rows: readonly PriceRow[],
  now: Date,
): Promise<void> {
  await sql`
    update variants v set price_minor = r."priceMinor",
      compare_at_price_minor = r."compareAtPriceMinor", currency = r.currency,
      version = v.version + 1, price_observed_at = ${now}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id uuid, "priceMinor" bigint,
      "compareAtPriceMinor" bigint, currency text)
    where v.id = r.id`
}

/** Marks products as changed, so that the next import compares them anew. */
export async function touchProducts(
  { sql }: Tx,
  productIds: readonly string[],
  now: Date,
): Promise<void> {
  await sql`
    update products set content_hash = null, version = version + 1, updated_at = ${now}
    where id = any(${productIds as string[]}::uuid[])`
}
