import type { Tx } from '../core/database.ts'
import { textColumn } from '../core/text-column.ts'
import type { WordCounts } from './word-counter.ts'

export interface DocumentRow {
  readonly productId: string
  readonly sellerId: string
  readonly terms: string
  readonly codes: readonly string[]
  readonly boost: number
  readonly brand: string | null
  readonly brandKey: string | null
  readonly categoryIds: readonly string[]
  readonly priceMinor: number
  readonly currency: string
  readonly isInStock: boolean
  readonly shipsFrom: string | null
  readonly condition: string
  readonly restrictions: readonly string[]
  readonly weightGrams: number | null
  readonly volumeMm3: number | null
  readonly ratingAverage: number | null
  readonly ratingCount: number
  readonly soldCount: number
  readonly createdAt: string
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

/** Writes documents in one statement. Texts that may hold a line break travel as JSON. */
export async function upsertDocuments(db: Tx, rows: readonly DocumentRow[]): Promise<void> {
  const column = (value: (row: DocumentRow) => string | number | boolean | null) =>
    textColumn(db, rows.map(value))
  await db.sql`
    insert into search_documents (product_id, seller_id, seller_weight, seller_country, terms, codes, boost, brand,
      brand_key, category_ids, price_minor, currency, is_in_stock, ships_from, condition, restrictions,
      weight_grams, volume_mm3, rating_average, rating_count, sold_count, created_at)
    select r.product_id::uuid, k.seller_id, k.weight, k.country, r.terms::tsvector, r.codes::text[],
      r.boost::real, r.brand::jsonb #>> '{}', case when r.brand <> 'null' then coalesce(r.brand_key, '') end,
      r.category_ids::uuid[], r.price_minor::bigint, r.currency, r.is_in_stock::boolean, r.ships_from,
      r.condition, array(select jsonb_array_elements_text(r.restrictions::jsonb)),
      r.weight_grams::int, r.volume_mm3::double precision, r.rating_average::real,
      r.rating_count::int, r.sold_count::int, r.created_at::timestamptz
    from unnest(
      ${column(({ productId }) => productId)},
      ${column(({ sellerId }) => sellerId)},
      ${column(({ terms }) => terms)},
      ${column(({ codes }) => `{${codes}}`)},
      ${column(({ boost }) => boost)},
      ${column(({ brand }) => JSON.stringify(brand))},
      ${column(({ brandKey }) => brandKey)},
      ${column(({ categoryIds }) => `{${categoryIds}}`)},
      ${column(({ priceMinor }) => priceMinor)},
      ${column(({ currency }) => currency)},
      ${column(({ isInStock }) => isInStock)},
      ${column(({ shipsFrom }) => shipsFrom)},
      ${column(({ condition }) => condition)},
      ${column(({ restrictions }) => JSON.stringify(restrictions))},
      ${column(({ weightGrams }) => weightGrams)},
      ${column(({ volumeMm3 }) => volumeMm3)},
      ${column(({ ratingAverage }) => ratingAverage)},
      ${column(({ ratingCount }) => ratingCount)},
      ${column(({ soldCount }) => soldCount)},
      ${column(({ createdAt }) => createdAt)}
    ) as r(product_id, seller_id, terms, codes, boost, brand, brand_key, category_ids, price_minor,
      currency, is_in_stock, ships_from, condition, restrictions, weight_grams, volume_mm3,
      rating_average, rating_count, sold_count, created_at)
      join search_sellers k on k.seller_id = r.seller_id::uuid
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

/** What stands between the facet entries of two documents: no text of an entry has it. */
const separator = '\x1e'

/** Writes the facet entries of documents, one line each; nothing for a document that never had any. */
export async function upsertAttributes(
  { sql }: Tx,
  productIds: readonly string[],
  entries: readonly string[],
): Promise<void> {
  await sql`
    insert into search_attributes (product_id, entries)
    select r.id, string_to_array(r.entries, chr(10))
    from (select id, coalesce(entries, '') as entries
      from unnest(${productIds as string[]}::uuid[],
        string_to_array(${entries.join(separator)}, ${separator})) as r(id, entries)) r
    where r.entries <> '' or exists (select 1 from search_attributes a where a.product_id = r.id)
    on conflict (product_id) do update set entries = excluded.entries
    where search_attributes.entries <> excluded.entries`
}

/** Appends how many products hold each word. */
export async function appendWords({ sql }: Tx, counts: readonly WordCounts[]): Promise<void> {
  await sql`
    insert into search_words (language, documents, words, counts)
    select language, documents, string_to_array(words, chr(10)), counts::int[]
    from unnest(${counts.map(({ language }) => language)}::text[],
      ${counts.map(({ documents }) => documents)}::int[],
      ${counts.map(({ words }) => words.join('\n'))}::text[],
      ${counts.map(({ counts }) => `{${counts}}`)}::text[])
      as r(language, documents, words, counts)`
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

/**
 * Lets terms written in this transaction wait in pieces eight times as large as by default: emptying the
 * list takes half as long then. A search scans a megabyte of it in half a millisecond, so not for a
 * process that answers some.
 */
export async function deferTerms({ sql }: Tx): Promise<void> {
  await sql`select set_config('gin_pending_list_limit', '32MB', true)`
}

/** Empties the pending list of the terms' index; costs next to nothing where it is empty. */
export async function flushPendingTerms({ sql }: Tx): Promise<void> {
  await sql`select gin_clean_pending_list('search_documents_terms'::regclass)`
}
