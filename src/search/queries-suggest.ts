import type { Tx } from '../core/database.ts'
import { byIndexes, underSettings } from './queries-settings.ts'

const sample = 200

/**
 * For each tsquery whether some document matches it and the first one, too; among all documents, which
 * takes a search for each, or among a few that match the first.
 */
export async function selectGoTogether(
  db: Tx,
  first: string,
  queries: readonly string[],
  among: 'few' | 'all',
): Promise<boolean[]> {
  const { sql } = db
  const matching = sql`select terms from search_documents where terms @@ ${first}::tsquery`
  const having = sql`from unnest(${queries as string[]}::text[]) with ordinality as q(query, position)
    order by position`
  const rows = await underSettings(
    db,
    byIndexes,
    among === 'few'
      ? sql<{ has: boolean }[]>`
          with few as materialized (${matching} limit ${sample})
          select exists (select 1 from few where terms @@ q.query::tsquery) as has ${having}`
      : sql<{ has: boolean }[]>`
          select exists (${matching} and terms @@ q.query::tsquery) as has ${having}`,
  )
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
