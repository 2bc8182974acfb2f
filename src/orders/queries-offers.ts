import type { Tx } from '../core/database.ts'

/** A variant as its seller offers it now, with all that pricing, sending and settling it needs. */
export interface Offer {
  readonly variantId: string
  readonly productId: string
  readonly sellerId: string
  readonly categoryIds: readonly string[] | null
  readonly categoryId: string | null
  readonly sku: string
  readonly title: string
  readonly options: { name: string; value: string }[]
  readonly imageUrl: string | null
  readonly hsCode: string | null
  readonly shipsFrom: string | null
  readonly restrictions: readonly string[]
  readonly priceMinor: number
  readonly currency: string
  readonly weightGrams: number | null
  readonly lengthMm: number | null
  readonly widthMm: number | null
  readonly heightMm: number | null
  readonly isOnSale: boolean
  readonly available: number
  readonly seller: SellerTerms
}

/** How a seller sells: its clock, its plan and the account that hears of its orders. */
export interface SellerTerms {
  readonly accountId: string | null
  readonly acceptanceHours: number
  readonly isAutoAccepting: boolean
  readonly plan: string
}

type OfferRow = Omit<Offer, 'seller'> & SellerTerms

/**
 * The offers of these variants in one statement of primary-key lookups; unknown ones are missing. Ids
 * are single parameters, padded to a power of two: with one array PostgreSQL plans the joins
 * afresh each time (measured: 300 of 300), for it takes an unknown array to have ten elements. Stock is
 * asked for row by row: as a join it is scanned while it is small, dead rows and all.
 */
export async function selectOffers(
  { sql }: Tx,
  variantIds: readonly string[],
  now: Date,
): Promise<Map<string, Offer>> {
  const ids = padded(variantIds)
  const rows = await sql.unsafe<OfferRow[]>(statementOf(ids.length), [now, ...ids], {
    prepare: true,
  })
  return new Map(rows.map((row) => [row.variantId, offerOf(row)]))
}

const statements: string[] = []

function statementOf(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `$${index + 2}::uuid`)
  statements[count] ??= `
    select v.id as "variantId", v.product_id as "productId", v.seller_id as "sellerId",
      c.ancestor_ids as "categoryIds", p.category_id as "categoryId", v.sku, p.title, v.options,
      p.images->0->>'url' as "imageUrl", p.hs_code as "hsCode",
      coalesce(p.ships_from, s.country) as "shipsFrom", p.restrictions,
      v.price_minor as "priceMinor", v.currency, v.weight_grams as "weightGrams",
      v.length_mm as "lengthMm", v.width_mm as "widthMm", v.height_mm as "heightMm",
      v.status = 'active' and p.status = 'active' and s.status = 'vetted' as "isOnSale",
      coalesce((select k.available from stock_levels k where k.variant_id = v.id), 0) as available,
      s.account_id as "accountId",
      s.acceptance_hours as "acceptanceHours", s.is_auto_accepting as "isAutoAccepting",
      case when s.plan_until < $1::timestamptz then 'standard' else s.plan end as plan
    from variants v
    join products p on p.id = v.product_id
    join sellers s on s.id = v.seller_id
    left join categories c on c.id = p.category_id
    where v.id in (${ids.join(', ')})`
  return statements[count]
}

function padded(ids: readonly string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, ids.length)))
  return Array.from({ length }, (_, index) => ids[Math.min(index, ids.length - 1)]!)
}

function offerOf({ accountId, acceptanceHours, isAutoAccepting, plan, ...offer }: OfferRow): Offer {
  return { ...offer, seller: { accountId, acceptanceHours, isAutoAccepting, plan } }
}
