import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { type CategoryRow, selectCategories } from './queries-categories.ts'
import type { Category } from './schema.ts'

/** A category as the API shows it. */
export function categoryOf(row: CategoryRow): Category {
  return {
    id: ids.category.encode(row.id),
    parentId: row.parent_id === null ? null : ids.category.encode(row.parent_id),
    name: row.name,
    path: row.path,
    pathIds: row.ancestor_ids.map((id) => ids.category.encode(id)),
    depth: row.path.length,
    childCount: row.child_count,
    googleCategoryId: row.google_id,
  }
}

/** Categories by wire id in the order asked for, for links. */
export async function loadCategories(
  { db }: Pick<Context, 'db'>,
  wireIds: readonly (string | null)[],
): Promise<(Category | null)[]> {
  const wanted = [...new Set(wireIds.filter((id) => id !== null))]
  const stored = wanted.map((id) => ids.category.decode(id))
  const rows = await selectCategories(db, stored)
  const byId = new Map(rows.map((row) => [row.id, categoryOf(row)]))
  return wireIds.map((id) => (id === null ? null : (byId.get(ids.category.decode(id)) ?? null)))
}
