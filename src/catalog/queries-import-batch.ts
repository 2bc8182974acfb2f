import type { Tx } from '../core/database.ts'
import { textColumn } from '../core/text-column.ts'
import type { FeedVariant } from './feeds/feed-product.ts'

/**
 * Plans made while a table was still empty scan it whole for ever, those of foreign key checks too. Makes
 * the session forget its plans and, within this transaction, make new ones that use indexes.
 */
export async function planForGrowth({ sql }: Tx): Promise<void> {
  await Promise.all([
    sql`discard plans`,
    sql`select set_config('enable_seqscan', 'off', true),
      set_config('plan_cache_mode', 'force_generic_plan', true)`,
  ])
}

/** A product as far as an import must know it. */
export interface KnownProduct {
  external_id: string
  id: string
  content_hash: string | null
  status: 'active' | 'retired'
  rating_average: number | null
  rating_count: number
  sold_count: number
  created_at: Date
}

/** What the catalogue holds of the products that a feed names. */
export async function selectKnownProducts(
  { sql }: Tx,
  sellerId: string,
  externalIds: readonly string[],
): Promise<KnownProduct[]> {
  return await sql<KnownProduct[]>`
    select external_id, id, content_hash, status, rating_average, rating_count, sold_count,
      created_at
    from unnest(${externalIds as string[]}::text[]) as r(named)
    cross join lateral (
      select * from products where seller_id = ${sellerId} and external_id = r.named limit 1) p`
}

/** The ids of the seller's variants by SKU, and which product each is of. */
export async function selectVariantIds(
  { sql }: Tx,
  sellerId: string,
  skus: readonly string[],
): Promise<{ sku: string; id: string; product_id: string }[]> {
  return await sql`
    select v.sku, v.id, v.product_id from unnest(${skus as string[]}::text[]) as r(named)
    cross join lateral (
      select * from variants where seller_id = ${sellerId} and sku = r.named limit 1) v`
}

/** A product that an import writes. */
export interface ProductLine {
  readonly id: string
  /** A `FeedProduct` as JSON, without line breaks. */
  readonly json: string
  readonly contentHash: string
  readonly categoryId: string | null
}

/** The same JSON without characters that would make a text of all products twice as large in memory. */
function inLatin1(json: string): string {
  if (!/[^\0-\xff]/.test(json)) return json
  const escaped = json.replace(
    /[^\0-\xff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  // A text keeps the width that it was made with.
  return Buffer.from(escaped, 'latin1').toString('latin1')
}

/** Writes products (new and changed alike) in one statement. */
export async function upsertProducts(
  db: Tx,
  sellerId: string,
  products: readonly ProductLine[],
  now: Date,
): Promise<void> {
  const column = (value: (line: ProductLine) => string | null) =>
    textColumn(db, products.map(value))
  await db.sql`
    insert into products (id, seller_id, external_id, title, description, brand, mpn, gtins,
      category_id, language, attributes, images, status, condition, hs_code, origin_country,
      ships_from, restrictions, content_hash, created_at, updated_at)
    select r.id::uuid, ${sellerId}, p."externalId", p.title, p.description, p.brand, p.mpn, p.gtins,
      r.category_id::uuid, p.language, p.attributes, p.images, p.status, p.condition, p."hsCode",
      p."originCountry", p."shipsFrom", p.restrictions, r.content_hash, ${now}, ${now}
    from unnest(${column(({ id }) => id)}, ${column(({ categoryId }) => categoryId)},
      ${column(({ contentHash }) => contentHash)}, ${column(({ json }) => inLatin1(json))})
      as r(id, category_id, content_hash, product)
    cross join lateral jsonb_to_record(r.product::jsonb) as p("externalId" text, title text,
      description text, brand text, mpn text, gtins text[], language text, attributes jsonb,
      images jsonb, status text, condition text, "hsCode" text, "originCountry" text,
      "shipsFrom" text, restrictions text[])
    on conflict (seller_id, external_id) do update set
      title = excluded.title, description = excluded.description, brand = excluded.brand,
      mpn = excluded.mpn, gtins = excluded.gtins, category_id = excluded.category_id,
      language = excluded.language, attributes = excluded.attributes, images = excluded.images,
      status = excluded.status, condition = excluded.condition, hs_code = excluded.hs_code,
      origin_country = excluded.origin_country, ships_from = excluded.ships_from,
      restrictions = excluded.restrictions, content_hash = excluded.content_hash,
      version = products.version + 1, updated_at = excluded.updated_at`
}

/** A variant that an import writes. */
export interface VariantLine {
  readonly id: string
  readonly productId: string
  readonly position: number
  readonly variant: FeedVariant
}

/** Writes variants; those that a changed product has in common with before are not touched. */
export async function upsertVariants(
  db: Tx,
  sellerId: string,
  lines: readonly VariantLine[],
  now: Date,
): Promise<void> {
  const column = (value: (line: VariantLine) => string | number | null) =>
    textColumn(db, lines.map(value))
  await db.sql`
    insert into variants (id, product_id, seller_id, sku, gtin, mpn, options, price_minor,
      compare_at_price_minor, currency, weight_grams, length_mm, width_mm, height_mm, position,
      status, price_observed_at)
    select r.id::uuid, r.product_id::uuid, ${sellerId}, r.sku::jsonb #>> '{}', r.gtin,
      r.mpn::jsonb #>> '{}', r.options::jsonb, r.price_minor::bigint,
      r.compare_at_price_minor::bigint, r.currency, r.weight_grams::int, r.length_mm::int,
      r.width_mm::int, r.height_mm::int, r.position::int, 'active', ${now}
    from unnest(
      ${column(({ id }) => id)},
      ${column(({ productId }) => productId)},
      ${column(({ variant }) => JSON.stringify(variant.sku))},
      ${column(({ variant }) => variant.gtin)},
      ${column(({ variant }) => JSON.stringify(variant.mpn))},
      ${column(({ variant }) => JSON.stringify(variant.options))},
      ${column(({ variant }) => variant.price.amountMinor)},
      ${column(({ variant }) => variant.compareAtPriceMinor)},
      ${column(({ variant }) => variant.price.currency)},
      ${column(({ variant }) => variant.weightGrams)},
      ${column(({ variant }) => variant.lengthMm)},
      ${column(({ variant }) => variant.widthMm)},
      ${column(({ variant }) => variant.heightMm)},
      ${column(({ position }) => position)}
    ) as r(id, product_id, sku, gtin, mpn, options, price_minor, compare_at_price_minor, currency,
      weight_grams, length_mm, width_mm, height_mm, position)
    on conflict (seller_id, sku) do update set
      product_id = excluded.product_id, gtin = excluded.gtin, mpn = excluded.mpn,
      options = excluded.options, price_minor = excluded.price_minor,
      compare_at_price_minor = excluded.compare_at_price_minor, currency = excluded.currency,
      weight_grams = excluded.weight_grams, length_mm = excluded.length_mm,
      width_mm = excluded.width_mm, height_mm = excluded.height_mm, position = excluded.position,
      status = 'active', version = variants.version + 1,
      price_observed_at = excluded.price_observed_at
    where (variants.product_id, variants.gtin, variants.mpn, variants.options,
        variants.price_minor, variants.compare_at_price_minor, variants.currency,
        variants.weight_grams, variants.length_mm, variants.width_mm, variants.height_mm,
        variants.position, variants.status)
      is distinct from (excluded.product_id, excluded.gtin, excluded.mpn, excluded.options,
        excluded.price_minor, excluded.compare_at_price_minor, excluded.currency,
        excluded.weight_grams, excluded.length_mm, excluded.width_mm, excluded.height_mm,
        excluded.position, 'active')`
}

/**
 * States the units on hand. Units held by quotes are among those the seller counts. Rows are taken in
 * the order in which placement takes them, so that no deadlock forms.
 */
export async function upsertStock(
  { sql }: Tx,
  variantIds: readonly string[],
  units: readonly number[],
  now: Date,
): Promise<void> {
  await sql`
    insert into stock_levels (variant_id, available, updated_at)
    select r.id, r.units, ${now}
    from unnest(${variantIds as string[]}::uuid[], ${units as number[]}::int[]) as r(id, units)
    order by r.id
    on conflict (variant_id) do update set
      available = greatest(excluded.available - stock_levels.held, 0),
      updated_at = excluded.updated_at
    where stock_levels.available <> greatest(excluded.available - stock_levels.held, 0)`
}

/** Retires variants of the products that the feed no longer names. */
export async function retireOtherVariants(
  { sql }: Tx,
  productIds: readonly string[],
  variantIds: readonly string[],
): Promise<void> {
  if (productIds.length === 0) return
  await sql`
    update variants set status = 'retired', version = version + 1
    where product_id = any(${productIds as string[]}::uuid[]) and status = 'active'
      and not (id = any(${variantIds as string[]}::uuid[]))`
}

/**
 * Lets the next import compare products anew that lost variants to others, and retires those that have
 * none left; answers which.
 */
export async function retireEmptied(
  { sql }: Tx,
  ids: readonly string[],
  now: Date,
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await sql<{ id: string; is_emptied: boolean }[]>`
    update products p set content_hash = null, version = version + 1, updated_at = ${now},
      status = case when left_over.count = 0 then 'retired' else p.status end
    from (select l.id, (select count(*) from variants v
        where v.product_id = l.id and v.status = 'active') as count
      from unnest(${ids as string[]}::uuid[]) as l(id)) left_over
    where p.id = left_over.id returning p.id, left_over.count = 0 as is_emptied`
  return rows.filter((row) => row.is_emptied).map(({ id }) => id)
}

/** Replaces the texts in further languages; `rows` are JSON keyed by column. */
export async function replaceTexts(
  { sql }: Tx,
  changedIds: readonly string[],
  rowsJson: string | null,
): Promise<void> {
  if (changedIds.length > 0) {
    await sql`delete from product_texts where product_id = any(${changedIds as string[]}::uuid[])`
  }
  if (rowsJson === null) return
  await sql`
    insert into product_texts (product_id, language, title, description)
    select r.product_id, r.language, r.title, r.description
    from json_to_recordset(${rowsJson}::json)
      as r(product_id uuid, language text, title text, description text)`
}

/** Active products of the seller by external id, after one of them. */
export async function selectActiveProducts(
  { sql }: Tx,
  sellerId: string,
  after: string,
  limit: number,
): Promise<{ id: string; external_id: string }[]> {
  return await sql`
    select id, external_id from products
    where seller_id = ${sellerId} and status = 'active' and external_id > ${after}
    order by external_id limit ${limit}`
}

/** Retires products; the next import that names one brings it back. */
export async function retireProducts(
  { sql }: Tx,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  const rows = await sql`
    update products set status = 'retired', version = version + 1, updated_at = ${now}
    where id = any(${ids as string[]}::uuid[]) and status = 'active' returning id`
  return rows.length
}
