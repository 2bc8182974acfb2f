import type { Tx } from '../core/database.ts'

/** For each tsquery whether any document matches it. */
export async function selectHasAny({ sql }: Tx, queries: readonly string[]): Promise<boolean[]> {
  // To find one row among many a scan of the table looks cheap, and reads all of it where there is none.
  const [, rows] = await Promise.all([
    sql.unsafe('set enable_seqscan = off'),
    sql<{ has: boolean }[]>`
      select exists (select 1 from search_documents where terms @@ q.query::tsquery) as has
      from unnest(${queries as string[]}::text[]) with ordinality as q(query, position)
      order by position`,
    sql.unsafe('reset enable_seqscan'),
  ])
  return rows.map(({ has }) => has)
}

// No text that begins with the prefix comes after this. LIKE would do for a plan made for one prefix; one
// made for all has no end to read to, and reads every brand after it.
const afterAll = '\u{10ffff}'

/** Brands whose key begins so, in alphabetical order: hops along search_documents_brand. */
export async function selectBrandsLike(
  { sql }: Tx,
  prefix: string,
  limit: number,
): Promise<string[]> {
  if (prefix === '') return []
  const end = prefix + afterAll
  const rows = await sql<{ brand: string }[]>`
    with recursive found as (
      (select brand_key, brand, 1 as rank from search_documents
        where brand_key ~>=~ ${prefix} and brand_key ~<~ ${end}
        order by brand_key using ~<~ limit 1)
      union all
      (select next.brand_key, next.brand, found.rank + 1 from found cross join lateral (
        select brand_key, brand from search_documents
        where brand_key ~>~ found.brand_key and brand_key ~<~ ${end}
        order by brand_key using ~<~ limit 1) next
        where found.rank < ${limit})
    )
    select brand from found order by rank`
  return rows.map(({ brand }) => brand)
}
