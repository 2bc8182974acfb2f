import type { Sql, Tx } from '../core/database.ts'

export interface CategoryRow {
  id: string
  parent_id: string | null
  name: string
  path: string[]
  ancestor_ids: string[]
  google_id: number | null
  child_count: number
}

/** What categories of one spelling share: the path in lower case. The separator sorts before all text. */
export function pathKeyOf(path: readonly string[]): string {
  return path.join('\u001f').toLowerCase()
}

export async function selectCategoryPaths(
  { sql }: Tx,
  keys: readonly string[],
): Promise<{ path_key: string; path: string[]; ancestor_ids: string[] }[]> {
  return await sql`
    select path_key, path, ancestor_ids from categories
    where path_key = any(${keys as string[]}::text[])`
}

export interface NewCategory {
  id: string
  parent_id: string | null
  name: string
  path: readonly string[]
  ancestor_ids: readonly string[]
  path_key: string
  google_id: number | null
}

/** Adds categories that are not there yet; the others are left as they are. */
export async function insertCategories({ sql }: Tx, rows: readonly NewCategory[]): Promise<void> {
  await sql`
    insert into categories (id, parent_id, name, path, ancestor_ids, path_key, google_id)
    select r.id, r.parent_id, r.name, r.path, r.ancestor_ids, r.path_key, r.google_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, parent_id uuid, name text,
      path text[], ancestor_ids uuid[], path_key text, google_id int)
    order by r.path_key
    on conflict (path_key) do nothing`
}

/** Categories with how many are right below each; a condition on `c` follows. */
function categories(sql: Sql) {
  return sql`
    select c.id, c.parent_id, c.name, c.path, c.ancestor_ids, c.google_id,
      (select count(*)::int from categories k where k.parent_id = c.id) as child_count
    from categories c`
}

export async function selectCategory({ sql }: Tx, id: string): Promise<CategoryRow | undefined> {
  const [row] = await sql<CategoryRow[]>`${categories(sql)} where c.id = ${id}`
  return row
}

export async function selectCategories(
  { sql }: Tx,
  ids: readonly string[],
): Promise<CategoryRow[]> {
  return await sql<CategoryRow[]>`${categories(sql)} where c.id = any(${ids as string[]}::uuid[])`
}

/** Children of the given categories by name. */
export async function selectChildren(
  { sql }: Tx,
  parentIds: readonly string[],
): Promise<CategoryRow[]> {
  return await sql<
    CategoryRow[]
  >`${categories(sql)} where c.parent_id = any(${parentIds as string[]}::uuid[])
    order by c.name, c.id`
}

/**
 * The tree depth first, from below `parentId` or from the roots, `depth` levels of it, after a path.
 */
export async function selectTree(
  { sql }: Tx,
  parentId: string | null,
  depth: number,
  limit: number,
  after: string | undefined,
): Promise<(CategoryRow & { path_key: string })[]> {
  return await sql`
    select c.id, c.parent_id, c.name, c.path, c.ancestor_ids, c.google_id, c.path_key,
      (select count(*)::int from categories k where k.parent_id = c.id) as child_count
    from categories c
    where ${
      parentId === null
        ? sql`cardinality(c.path) <= ${depth}`
        : sql`c.id <> ${parentId} and ${parentId}::uuid = any(c.ancestor_ids)
            and cardinality(c.path) <= ${depth} + (
              select cardinality(p.path) from categories p where p.id = ${parentId})`
    }
      ${after === undefined ? sql`` : sql`and c.path_key collate "C" > ${after}`}
    order by c.path_key collate "C" limit ${limit}`
}
