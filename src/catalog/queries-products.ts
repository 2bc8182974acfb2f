import type { Tx } from '../core/database.ts'
import type { AttributeValue, OptionValue, ProductImage } from './tables.ts'

/** A variant as the select below writes it: without names, which would be half of what is sent. */
export type VariantTuple = [
  id: string,
  sku: string,
  gtin: string | null,
  mpn: string | null,
  options: OptionValue[],
  priceMinor: number,
  compareAtPriceMinor: number | null,
  currency: string,
  priceObservedAt: string,
  available: number | null,
  stockObservedAt: string | null,
  weightGrams: number | null,
  lengthMm: number | null,
  widthMm: number | null,
  heightMm: number | null,
  status: 'active' | 'retired',
  position: number,
]

export interface TextJson {
  language: string
  title: string
  description: string
}

export interface ProductRow {
  id: string
  external_id: string
  seller_id: string
  seller_status: string
  seller_account_id: string | null
  title: string
  description: string
  language: string
  texts: TextJson[] | null
  brand: string | null
  mpn: string | null
  gtins: string[]
  category_id: string | null
  category_path: string[] | null
  attributes: AttributeValue[]
  images: ProductImage[]
  status: 'active' | 'retired'
  condition: 'new' | 'refurbished' | 'used'
  hs_code: string | null
  origin_country: string | null
  ships_from: string | null
  restrictions: string[]
  rating_average: number | null
  rating_count: number
  sold_count: number
  variants: VariantTuple[] | null
  created_at: Date
  updated_at: Date
}

/**
 * A select of products with their variants, stock and the texts in some languages, without its `where`:
 * primary-key lookups and variants_product_id_index. `languages` is SQL for a text[].
 */
export function productSelect(
  languages: string,
  { hasAttributes }: { hasAttributes: boolean },
): string {
  // Attributes are half of what a product weighs; lists of finds go without.
  const attributes = hasAttributes ? 'p.attributes' : "'[]'::jsonb as attributes"
  return `
    select p.id, p.external_id, p.seller_id, s.status as seller_status,
      s.account_id as seller_account_id, p.title, p.description, p.language, p.brand, p.mpn,
      p.gtins, p.category_id, c.path as category_path, ${attributes}, p.images, p.status,
      p.condition, p.hs_code, p.origin_country, coalesce(p.ships_from, s.country) as ships_from,
      p.restrictions, p.rating_average, p.rating_count, p.sold_count, p.created_at, p.updated_at,
      (select json_agg(t) from (
        select language, title, description from product_texts
        where product_id = p.id and language = any(${languages})) t) as texts,
      (select json_agg(json_build_array(v.id, v.sku, v.gtin, v.mpn, v.options, v.price_minor,
          v.compare_at_price_minor, v.currency, v.price_observed_at, k.available, k.updated_at,
          v.weight_grams, v.length_mm, v.width_mm, v.height_mm, v.status, v.position))
        from variants v left join stock_levels k on k.variant_id = v.id
        where v.product_id = p.id and (v.status = 'active' or p.status = 'retired')) as variants
    from products p
    join sellers s on s.id = p.seller_id
    left join categories c on c.id = p.category_id`
}

/** Products by id with their variants, stock and the texts in the given languages, in no order. */
export async function selectProducts(
  { sql }: Tx,
  ids: readonly string[],
  languages: readonly string[],
  { hasAttributes = true }: { hasAttributes?: boolean } = {},
): Promise<ProductRow[]> {
  const select = productSelect('$1::text[]', { hasAttributes })
  return await sql.unsafe<ProductRow[]>(
    `${select} where p.id = any($2::uuid[])`,
    [languages, ids] as never[],
    { prepare: true },
  )
}

/** Ids of a seller's products after an external id; retired ones only where asked for. */
export async function selectProductIdsOfSeller(
  { sql }: Tx,
  sellerId: string,
  statuses: readonly string[],
  limit: number,
  after: string | undefined,
): Promise<{ id: string; external_id: string }[]> {
  return await sql`
    select id, external_id from products
    where seller_id = ${sellerId} and status = any(${statuses as string[]}::text[])
      ${after === undefined ? sql`` : sql`and external_id > ${after}`}
    order by external_id limit ${limit}`
}

/** The products of variants, by variant. */
export async function selectProductIdsOfVariants(
  { sql }: Tx,
  variantIds: readonly string[],
): Promise<{ id: string; product_id: string }[]> {
  return await sql`
    select id, product_id from variants where id = any(${variantIds as string[]}::uuid[])`
}
