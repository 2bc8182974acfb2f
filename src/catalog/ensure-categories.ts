import { LRUCache } from 'lru-cache'
import type { Database, Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { FeedProduct } from './feeds/feed-product.ts'
import { googlePath } from './google-taxonomy.ts'
import {
  insertCategories,
  type NewCategory,
  pathKeyOf,
  selectCategoryIds,
} from './queries-categories.ts'

/** A category by the names on its path; `ids` are those from the root to it. */
interface Place {
  readonly path: readonly string[]
  readonly googleId: number | null
}

/** Finds the categories of products and makes those that are missing, remembering what it met. */
export class Categories {
  readonly #database: Database
  readonly #known = new LRUCache<string, readonly string[]>({ max: 50_000 })

  constructor(database: Database) {
    this.#database = database
  }

  /** The id of each product's category, in the order of the products; null for those without one. */
  async of(products: readonly FeedProduct[]): Promise<(string | null)[]> {
    const places = await Promise.all(products.map(placeOf))
    const missing = new Map<string, Place>()
    for (const place of places) {
      for (const prefix of prefixesOf(place)) {
        const key = pathKeyOf(prefix.path)
        if (!this.#known.has(key)) missing.set(key, prefix)
      }
    }
    const found = missing.size === 0 ? new Map() : await this.#ensure(missing)
    return places.map(({ path }) => {
      if (path.length === 0) return null
      const key = pathKeyOf(path)
      const ids = this.#known.get(key) ?? found.get(key)
      return ids?.at(-1) ?? null
    })
  }

  /** In a transaction of its own, so that imports do not wait for each other over a shared category. */
  async #ensure(missing: ReadonlyMap<string, Place>): Promise<Map<string, readonly string[]>> {
    const idsByKey = await this.#database.transaction((db) => this.#findOrAdd(db, missing))
    for (const [key, ids] of idsByKey) this.#known.set(key, ids)
    return idsByKey
  }

  async #findOrAdd(db: Tx, missing: ReadonlyMap<string, Place>) {
    const idsByKey = new Map<string, readonly string[]>()
    await readInto(idsByKey, db, [...missing.keys()])
    const deepest = Math.max(...[...missing.values()].map(({ path }) => path.length))
    for (let depth = 1; depth <= deepest; depth += 1) {
      const rows = [...missing]
        .filter(([key, { path }]) => path.length === depth && !idsByKey.has(key))
        .map(([key, place]) => newCategory(key, place, this.#parentIds(place, idsByKey)))
      if (rows.length === 0) continue
      const keys = rows.map((row) => row.path_key)
      await insertCategories(db, rows)
      await readInto(idsByKey, db, keys)
    }
    return idsByKey
  }

  #parentIds({ path }: Place, idsByKey: ReadonlyMap<string, readonly string[]>): readonly string[] {
    if (path.length === 1) return []
    const key = pathKeyOf(path.slice(0, -1))
    return idsByKey.get(key) ?? this.#known.get(key) ?? []
  }
}

async function readInto(
  idsByKey: Map<string, readonly string[]>,
  db: Tx,
  keys: readonly string[],
): Promise<void> {
  for (const row of await selectCategoryIds(db, keys)) idsByKey.set(row.path_key, row.ancestor_ids)
}

async function placeOf(product: FeedProduct): Promise<Place> {
  const { googleCategoryId, categoryPath } = product
  const path = googleCategoryId === null ? undefined : await googlePath(googleCategoryId)
  return path ? { path, googleId: googleCategoryId } : { path: categoryPath, googleId: null }
}

function prefixesOf({ path, googleId }: Place): Place[] {
  return path.map((_, index) => ({
    path: path.slice(0, index + 1),
    googleId: index === path.length - 1 ? googleId : null,
  }))
}

function newCategory(key: string, place: Place, parentIds: readonly string[]): NewCategory {
  const id = newId()
  return {
    id,
    parent_id: parentIds.at(-1) ?? null,
    name: place.path.at(-1)!,
    path: place.path,
    ancestor_ids: [...parentIds, id],
    path_key: key,
    google_id: place.googleId,
  }
}
