import type { Tx } from '../core/database.ts'
import type { AttributeValue, ProductImage } from './tables.ts'

/**
 * What the select below reads of a variant, in this order and all as texts: without names, which would be
 * half of what is sent, and of one type, for each of which PostgreSQL asks anew how JSON writes it.
 */
const variantColumns = [
  'v.id',
  'v.sku',
  'v.gtin',
  'v.mpn',
  'v.options',
  'v.price_minor',
  'v.compare_at_price_minor',
  'v.currency',
  'v.price_observed_at',
  'k.available',
  'k.updated_at',
  'v.weight_grams',
  'v.length_mm',
  'v.width_mm',
  'v.height_mm',
  'v.status',
  'v.position',
].map((column) => `${column}::text`)

export type VariantTuple = [
  id: string,
  sku: string,
  gtin: string | null,
  mpn: string | null,
  options: string,
  priceMinor: string,
  compareAtPriceMinor: string | null,
  currency: string,
  priceObservedAt: string,
  available: string | null,
  stockObservedAt: string | null,
  weightGrams: string | null,
  lengthMm: string | null,
  widthMm: string | null,
  heightMm: string | null,
  status: 'active' | 'retired',
  position: string,
]

export interface TextJson {
  language: string
  title: string
  description: string
}

/** What decides who may see a product and whether it can be bought, beside the product itself. */
export interface CardState {
  seller_id: string
  seller_status: string
  seller_account_id: string | null
  seller_country: string | null
}

/** A product without its attributes, which are half of what it weighs. */
export interface CardRow extends CardState {
  id: string
  external_id: string
  title: string
  description: string
  language: string
  texts: TextJson[] | null
  brand: string | null
  mpn: string | null
  gtins: string[]
  category_id: string | null
  category_path: string[] | null
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
  created_at: string
  updated_at: string
}

export interface ProductRow extends CardRow {
  attributes: AttributeValue[]
}

/**
 * A select of products with their variants, stock and the texts in some languages, without its `where`:
 * primary-key lookups and variants_product_id_index. `languages` is SQL for a text[], best first: a
 * product in the first needs no other text.
 */
function cardSelect(languages: string, more = ''): string {
  return `
    select ${more} p.id, p.external_id, p.seller_id, s.status as seller_status,
      s.account_id as seller_account_id, p.title, p.description, p.language, p.brand, p.mpn,
      p.gtins, p.category_id, c.path as category_path, p.images, p.status,
      p.condition, p.hs_code, p.origin_country, p.ships_from, s.country as seller_country,
      p.restrictions, p.rating_average, p.rating_count, p.sold_count,
      p.created_at::text as created_at, p.updated_at::text as updated_at,
      case when p.language <> (${languages})[1] then (select json_agg(t) from (
        select language, title, description from product_texts
        where product_id = p.id and language = any(${languages})) t) end as texts,
      (select array_to_json(array_agg(array[${variantColumns}]))
        from variants v left join stock_levels k on k.variant_id = v.id
        where v.product_id = p.id and (v.status = 'active' or p.status = 'retired')) as variants
    from products p
    join sellers s on s.id = p.seller_id
    left join categories c on c.id = p.category_id`
}

/** Products by id with their variants, stock and the texts in the given languages, in no order. */
export async function selectProducts(
  db: Tx,
  ids: readonly string[],
  languages: readonly string[],
): Promise<ProductRow[]> {
  return await selectByIds<ProductRow>(
    db,
    cardSelect('$1::text[]', 'p.attributes,'),
    ids,
    languages,
  )
}

/** The same without attributes. */
export async function selectCards(
  db: Tx,
  ids: readonly string[],
  languages: readonly string[],
): Promise<CardRow[]> {
  return await selectByIds<CardRow>(db, cardSelect('$1::text[]'), ids, languages)
}

async function selectByIds<Row extends CardRow>(
  { sql }: Tx,
  select: string,
  ids: readonly string[],
  languages: readonly string[],
): Promise<Row[]> {
  const text = `${select} where p.id = any($2::uuid[])`
  return await sql.unsafe<Row[]>(text, [languages, ids] as never[], { prepare: true })
}

/** Ids of a seller's products with the status after an external id. */
export async function selectProductIdsOfSeller(
  { sql }: Tx,
  sellerId: string,
  status: 'active' | 'retired',
  limit: number,
  after: string | undefined,
): Promise<{ id: string; external_id: string }[]> {
  return await sql`
    select id, external_id from products
    where seller_id = ${sellerId}
      and ${status === 'retired' ? sql`status = 'retired'` : sql`status = 'active'`}
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
