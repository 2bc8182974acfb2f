import type { Tx } from '../core/database.ts'
import { sellerWeight } from './boost.ts'

/** What documents hold of their seller. */
export interface SearchSeller {
  readonly id: string
  readonly weight: number
  readonly country: string | null
}

/** Notes sellers whose documents are about to come; those that are known stay as they are. */
export async function insertSearchSellers(
  { sql }: Tx,
  sellers: readonly Omit<SearchSeller, 'weight'>[],
): Promise<void> {
  await sql`
    insert into search_sellers (seller_id, country)
    select r.id, r.country from unnest(${sellers.map(({ id }) => id)}::uuid[],
      ${sellers.map(({ country }) => country)}::text[]) as r(id, country)
    on conflict (seller_id) do nothing`
}

/** A seller whose documents do not hold yet what it is by now; null where there is none. */
export async function selectChangedSeller({ sql }: Tx): Promise<SearchSeller | null> {
  const weight = sql.unsafe(sellerWeight)
  const [row] = await sql<SearchSeller[]>`
    select s.id, ${weight} as weight, s.country
    from search_sellers k join sellers s on s.id = k.seller_id
    where k.weight <> ${weight} or k.country is distinct from s.country
    order by s.id limit 1`
  return row ?? null
}

/** States what documents of the seller come with from now on. */
export async function updateSearchSeller(
  { sql }: Tx,
  { id, weight, country }: SearchSeller,
): Promise<void> {
  await sql`
    update search_sellers set weight = ${weight}, country = ${country} where seller_id = ${id}`
}

/** Brings documents of a seller up to it that hold something else, at most so many; answers how many. */
export async function updateDocumentsOfSeller(
  { sql }: Tx,
  { id, weight, country }: SearchSeller,
  limit: number,
): Promise<number> {
  const { count } = await sql`
    update search_documents set seller_weight = ${weight}, seller_country = ${country}
    where product_id in (
      select product_id from search_documents
      where seller_id = ${id}
        and (seller_weight, seller_country) is distinct from (${weight}::real, ${country}::text)
      order by product_id limit ${limit} for update skip locked)`
  return count
}
