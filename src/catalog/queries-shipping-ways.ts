import type { Tx } from '../core/database.ts'

/** Sellers with shipping services of their own; all others use the platform's. */
export async function selectSellersWithServices({ sql }: Tx): Promise<string[]> {
  const rows = await sql<{ seller_id: string }[]>`
    select distinct seller_id from shipping_services where seller_id is not null`
  return rows.map(({ seller_id }) => seller_id)
}
