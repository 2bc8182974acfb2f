import type { Tx } from '../core/database.ts'

export interface DocumentRow {
  product_id: string
  seller_id: string
  terms: string
  codes: readonly string[]
  boost: number
  brand: string | null
  brand_key: string | null
  category_ids: readonly string[]
  price_minor: number
  currency: string
  is_in_stock: boolean
  ships_from: string | null
  condition: string
  restrictions: readonly string[]
  weight_grams: number | null
  volume_mm3: number | null
  rating_average: number | null
  rating_count: number
  sold_count: number
  created_at: string
}

/** Which of the products are in the index. */
export async function selectIndexed(
  { sql }: Tx,
  productIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (productIds.length === 0) return new Set()
  const rows = await sql<{ product_id: string }[]>`
    select product_id from search_documents
    where product_id = any(${productIds as string[]}::uuid[])`
  return new Set(rows.map(({ product_id }) => product_id))
}

/** Writes documents, a JSON array of `DocumentRow`, in one statement. */
export async function upsertDocuments({ sql }: Tx, rows: string): Promise<void> {
  await sql`
    insert into search_documents (product_id, seller_id, seller_weight, seller_country, terms, codes, boost, brand,
      brand_key, category_ids, price_minor, currency, is_in_stock, ships_from, condition, restrictions,
      weight_grams, volume_mm3, rating_average, rating_count, sold_count, created_at)
    select product_id, r.seller_id, k.weight, k.country, terms, codes, boost, brand, brand_key, category_ids, price_minor, currency, is_in_stock, ships_from, condition, restrictions, weight_grams, volume_mm3,
      rating_average, rating_count, sold_count, created_at
    from json_to_recordset(${rows}::json) as r(product_id uuid, seller_id uuid,
      terms tsvector, codes text[], boost real, brand text, brand_key text, category_ids uuid[],
      price_minor bigint, currency text, is_in_stock boolean, ships_from text, condition text,
      restrictions text[], weight_grams int, volume_mm3 double precision, rating_average real,
      rating_count int, sold_count int, created_at timestamptz)
      join search_sellers k on k.seller_id = r.seller_id
    on conflict (product_id) do update set
      seller_id = excluded.seller_id, seller_weight = excluded.seller_weight,
      seller_country = excluded.seller_country, terms = excluded.terms, codes = excluded.codes,
      boost = excluded.boost, brand = excluded.brand, brand_key = excluded.brand_key,
      category_ids = excluded.category_ids, price_minor = excluded.price_minor,
      currency = excluded.currency, is_in_stock = excluded.is_in_stock,
      ships_from = excluded.ships_from, condition = excluded.condition,
      restrictions = excluded.restrictions, weight_grams = excluded.weight_grams,
      volume_mm3 = excluded.volume_mm3, rating_average = excluded.rating_average,
      rating_count = excluded.rating_count, created_at = excluded.created_at`
}

/** Writes the facet entries of documents, one line each; nothing for a document that never had any. */
export async function upsertAttributes(
  { sql }: Tx,
  productIds: readonly string[],
  entries: readonly string[],
): Promise<void> {
  await sql`
    insert into search_attributes (product_id, entries)
    select r.id, string_to_array(r.entries, chr(10))
    from unnest(${productIds as string[]}::uuid[], ${entries as string[]}::text[]) as r(id, entries)
    where r.entries <> '' or exists (select 1 from search_attributes a where a.product_id = r.id)
    on conflict (product_id) do update set entries = excluded.entries
    where search_attributes.entries <> excluded.entries`
}

/** Appends how many products hold each word; `counts` is a JSON array of `WordCounts`. */
export async function appendWords({ sql }: Tx, counts: string): Promise<void> {
  await sql`
    insert into search_words (language, documents, words, counts)
    select language, documents, words, counts
    from json_to_recordset(${counts}::json)
      as r(language text, documents int, words text[], counts int[])`
}

/** Takes documents and their facet entries away. */
export async function deleteDocuments({ sql }: Tx, productIds: readonly string[]): Promise<void> {
  const ids = productIds as string[]
  await Promise.all([
    sql`delete from search_documents where product_id = any(${ids}::uuid[])`,
    sql`delete from search_attributes where product_id = any(${ids}::uuid[])`,
  ])
}

export interface OfferRow {
  readonly productId: string
  readonly priceMinor: number
  readonly currency: string
  readonly isInStock: boolean
}

/** States price and stock of documents, where they differ. */
export async function updateOfferRows({ sql }: Tx, offers: readonly OfferRow[]): Promise<void> {
  await sql`
    update search_documents d set price_minor = r.price_minor, currency = r.currency,
      is_in_stock = r.is_in_stock
    from unnest(${offers.map(({ productId }) => productId)}::uuid[],
      ${offers.map(({ priceMinor }) => priceMinor)}::bigint[],
      ${offers.map(({ currency }) => currency)}::text[],
      ${offers.map(({ isInStock }) => String(isInStock))}::text[]::boolean[])
      as r(product_id, price_minor, currency, is_in_stock)
    where d.product_id = r.product_id
      and (d.price_minor, d.currency, d.is_in_stock)
        is distinct from (r.price_minor, r.currency, r.is_in_stock)`
}

/** Empties the pending list of the terms' index; costs next to nothing where it is empty. */
export async function flushPendingTerms({ sql }: Tx): Promise<void> {
  await sql`select gin_clean_pending_list('search_documents_terms'::regclass)`
}
