import type { Tx } from '../core/database.ts'

export interface TrendingRow {
  product_id: string
  units: number
  units_before: number
}

/**
 * Products on sale by how much more they sold in the last days than in as many before, a handful of
 * units counting for nothing: a jump from none to two is no trend. Served by product_sales' key.
 */
export async function selectTrending(
  { sql }: Tx,
  days: number,
  categoryId: string | null,
  now: Date,
  limit: number,
): Promise<TrendingRow[]> {
  return await sql<TrendingRow[]>`
    with sold as (
      select product_id,
        coalesce(sum(units) filter (where day > ${now}::date - ${days}::int), 0)::int as units,
        coalesce(sum(units) filter (where day <= ${now}::date - ${days}::int), 0)::int
          as units_before
      from product_sales
      where day > ${now}::date - 2 * ${days}::int and day <= ${now}::date
      group by product_id
    )
    select s.product_id, s.units, s.units_before
    from sold s join search_documents d on d.product_id = s.product_id
      join sellers v on v.id = d.seller_id and v.status = 'vetted'
    where s.units > 0 and d.is_in_stock
      and (${categoryId}::uuid is null or ${categoryId} = any(d.category_ids))
    order by (s.units - s.units_before) / sqrt(s.units + s.units_before + 5) desc, s.units desc,
      s.product_id
    limit ${limit}`
}
