import type { Tx } from '../core/database.ts'

export interface SuggestedCategoryRow {
  id: string
  name: string
  path: string[]
}

/** Categories with a word that begins so, whole names first; the tree is small enough to read. */
export async function selectCategoriesLike(
  { sql }: Tx,
  text: string,
  limit: number,
): Promise<SuggestedCategoryRow[]> {
  const literal = text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
  if (literal === '') return []
  return await sql<SuggestedCategoryRow[]>`
    select id, name, path from categories
    where lower(name) like ${`${literal}%`} or lower(name) like ${`% ${literal}%`}
    order by lower(name) like ${`${literal}%`} desc, cardinality(path), name limit ${limit}`
}
