import type { Tx } from '../core/database.ts'
import type { TextJson } from './queries-products.ts'

/** Units of one variant and when they last changed. */
export type StockTuple = [available: string | number | null, observedAt: string | null]

/** A card as a search found it, with what is not in it. */
export interface FoundRow {
  card: string
  seller_id: string
  /** The lowest price, in minor units. */
  price_minor: number
  currency: string
  ships_from: string | null
  sold_count: number
  texts: TextJson[] | null
  available: number | null
  stock_observed_at: string | null
  /** Of every variant, in the order of the card; null where there is just one. */
  stocks: StockTuple[] | null
}

/**
 * A select of the card of `hits.product_id`: primary-key lookups. `languages` is SQL for a text[], best
 * first: a card in the first needs no other text.
 */
export function foundCardSelect(languages: string): string {
  return `
    select c.card, c.seller_id, c.price_minor, c.currency, c.sold_count,
      coalesce(c.ships_from, c.seller_country) as ships_from,
      case when c.language <> (${languages})[1] then (select json_agg(t) from (
        select language, title, description from product_texts
        where product_id = c.product_id and language = any(${languages})) t) end as texts,
      k.available, k.updated_at::text as stock_observed_at,
      case when cardinality(c.variant_ids) > 1 then (
        select json_agg(array[l.available::text, l.updated_at::text] order by v.position)
        from unnest(c.variant_ids) with ordinality as v(id, position)
        left join stock_levels l on l.variant_id = v.id) end as stocks
    from product_cards c
    left join stock_levels k on k.variant_id = c.variant_ids[1]
    where c.product_id = hits.product_id`
}

export interface StoredCard {
  readonly productId: string
  readonly language: string
  readonly variantIds: readonly string[]
  /** As `stored-card.ts` makes it, without line breaks. */
  readonly card: string
}

/**
 * Writes cards of indexed products in one statement; as lists of lines, which PostgreSQL takes apart
 * soonest. What changes without the card is the document's at first, too, and follows it by a trigger.
 */
export async function upsertCards({ sql }: Tx, cards: readonly StoredCard[]): Promise<void> {
  if (cards.length === 0) return
  const lines = (text: (card: StoredCard) => string) => cards.map(text).join('\n')
  await sql`
    insert into product_cards (product_id, seller_id, price_minor, currency, ships_from,
      seller_country, sold_count, language, variant_ids, card)
    select d.product_id, d.seller_id, d.price_minor, d.currency, d.ships_from, d.seller_country,
      d.sold_count, r.language, r.variant_ids::uuid[], r.card
    from unnest(${cards.map(({ productId }) => productId)}::uuid[],
      string_to_array(${lines(({ language }) => language)}, chr(10)),
      string_to_array(${lines(({ variantIds }) => `{${variantIds}}`)}, chr(10)),
      string_to_array(${lines(({ card }) => card)}, chr(10)))
      as r(product_id, language, variant_ids, card)
      join search_documents d on d.product_id = r.product_id
    on conflict (product_id) do update set
      price_minor = excluded.price_minor, currency = excluded.currency,
      ships_from = excluded.ships_from, seller_country = excluded.seller_country,
      sold_count = excluded.sold_count, language = excluded.language, variant_ids = excluded.variant_ids, card = excluded.card`
}

/** Takes cards away. */
export async function deleteCards({ sql }: Tx, productIds: readonly string[]): Promise<void> {
  await sql`delete from product_cards where product_id = any(${productIds as string[]}::uuid[])`
}
