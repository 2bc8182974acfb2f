import type { Tx } from '../core/database.ts'
import { textColumn } from '../core/text-column.ts'
import type { TextJson } from './queries-products.ts'

/** Parts of a card are apart by what JSON never holds: within texts it is written as an escape. */
export const separator = '\x1e'

/** Texts of a found product in the languages asked for, where its card is in another than the first. */
export type FoundTexts = readonly TextJson[]

/** A stock level as the end of a variant's JSON. */
const stockJson = (level: string) =>
  `',"stock":', coalesce(${level}.available, 0), ',"stockObservedAt":', coalesce('"' ||
    to_char(${level}.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null'), '}'`

/**
 * A select of `hits.product_id` as the JSON of a `FoundProduct`, with its price as the seller states it:
 * a stored card and what is live of it, by primary-key lookups. `languages` is SQL for a text[], best
 * first: a card in the first needs no other text. Moments need a session in UTC.
 */
export function foundCardSelect(languages: string): string {
  return `
    select concat(
        case when cardinality(c.variant_ids) = 1 then concat(c.card, ${stockJson('k')})
          else (select string_agg(concat(v.part, ${stockJson('l')}), ',' order by v.position)
            from unnest(string_to_array(c.card, chr(${separator.charCodeAt(0)})), c.variant_ids)
              with ordinality as v(part, id, position)
            left join stock_levels l on l.variant_id = v.id) end,
        '],"shipsFrom":', coalesce('"' || coalesce(c.ships_from, c.seller_country) || '"', 'null'),
        ',"soldCount":', c.sold_count,
        ',"offer":{"price":{"amountMinor":', c.price_minor, ',"currency":"', c.currency,
        '"},"isInStock":', coalesce(case when cardinality(c.variant_ids) = 1 then k.available > 0
          else exists (select from stock_levels l
            where l.variant_id = any(c.variant_ids) and l.available > 0) end::text, 'false'),
        ',"delivery":null}}') as json,
      case when c.language <> (${languages})[1] then (select json_agg(t) from (
        select language, title, description from product_texts
        where product_id = c.product_id and language = any(${languages})) t) end as aside
    from product_cards c
    left join stock_levels k on k.variant_id = c.variant_ids[1]
    where c.product_id = hits.product_id and c.variant_ids <> '{}'`
}

export interface StoredCard {
  readonly productId: string
  readonly language: string
  readonly variantIds: readonly string[]
  /**
   * The product's JSON up to the stock of its first variant, then that of each other variant up to its
   * stock, with the separator between them and without line breaks.
   */
  readonly card: string
}

/**
 * Writes cards of indexed products in one statement. What changes without the card is the document's at
 * first, too, and follows it by a trigger.
 */
export async function upsertCards(db: Tx, cards: readonly StoredCard[]): Promise<void> {
  if (cards.length === 0) return
  const column = (value: (card: StoredCard) => string) => textColumn(db, cards.map(value))
  await db.sql`
    insert into product_cards (product_id, seller_id, price_minor, currency, ships_from,
      seller_country, sold_count, language, variant_ids, card)
    select d.product_id, d.seller_id, d.price_minor, d.currency, d.ships_from, d.seller_country,
      d.sold_count, r.language, r.variant_ids::uuid[], r.card
    from unnest(${cards.map(({ productId }) => productId)}::uuid[],
      ${column(({ language }) => language)}, ${column(({ variantIds }) => `{${variantIds}}`)},
      ${column(({ card }) => card)})
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
