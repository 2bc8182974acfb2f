import type { Database } from '../../src/core/database.ts'
import type { LoadRequest } from '../support/load.ts'
import { headersOf, type Place, pageSize } from './pages.ts'

/** Texts and numbers of attributes, and brands, of products spread over the catalogue, as filters; most are rare. */
export async function filtersOf(database: Database, count: number): Promise<string[]> {
  const rows = await database.read(
    ({ sql }) => sql<{ brand: string | null; name: string; value: string }[]>`
      select d.brand, split_part(e.entry, chr(9), 1) as name, split_part(e.entry, chr(9), 3) as value
      from (select product_id, entries from search_attributes order by md5(product_id::text) limit ${count}) a
      join search_documents d using (product_id)
      cross join lateral (
        select entry from unnest(a.entries) entry
        where split_part(entry, chr(9), 2) <> 'b' order by md5(entry) limit 1) e`,
    { deadlineMs: 60_000 },
  )
  return rows.flatMap(({ brand, name, value }) => [
    `attributes=${encodeURIComponent(`${name}:${value}`)}`,
    ...(brand === null ? [] : [`brands=${encodeURIComponent(brand)}`]),
  ])
}

/** First pages under each filter: without words, and with the words of a query. */
export function filteredRequests(
  { key }: Place,
  filters: readonly string[],
  texts: readonly string[],
): LoadRequest[] {
  const path = (query: string) => `/v1/products/search?limit=${pageSize}&${query}`
  return filters.flatMap((filter, index) => {
    const words = `q=${encodeURIComponent(texts[index % texts.length]!)}`
    return [path(filter), path(`${words}&${filter}`)].map((one) => ({
      path: one,
      headers: headersOf(key),
    }))
  })
}
