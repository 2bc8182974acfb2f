import { LRUCache } from 'lru-cache'
import type { Database, Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { FeedProduct } from './feeds/feed-product.ts'
import { googlePath } from './google-taxonomy.ts'
import {
  insertCategories,
  type NewCategory,
  pathKeyOf,
  selectCategoryPaths,
} from './queries-categories.ts'

/** Where a product belongs, by the names on the path. */
interface Place {
  readonly path: readonly string[]
  readonly googleId: number | null
}

/** Names and ids from the root to a category. */
export interface KnownCategory {
  readonly path: readonly string[]
  readonly ids: readonly string[]
}

/** Finds the categories of products and makes those that are missing, remembering what it met. */
export class Categories {
  readonly #database: Database
  readonly #known = new LRUCache<string, KnownCategory>({ max: 50_000 })

  constructor(database: Database) {
    this.#database = database
  }

  /** The category of each product, in the order of the products; null for those without one. */
  async of(products: readonly FeedProduct[]): Promise<(KnownCategory | null)[]> {
    const places = await Promise.all(products.map(placeOf))
    const missing = new Map<string, Place>()
    for (const place of places) {
      for (const prefix of prefixesOf(place)) {
        const key = pathKeyOf(prefix.path)
        if (!this.#known.has(key) && !missing.has(key)) missing.set(key, prefix)
      }
    }
    const found =
      missing.size === 0 ? new Map<string, KnownCategory>() : await this.#ensure(missing)
    return places.map(({ path }) => {
      if (path.length === 0) return null
      const key = pathKeyOf(path)
      return found.get(key) ?? this.#known.get(key) ?? null
    })
  }

  /** In a transaction of its own, so that imports do not wait for each other over a shared category. */
  async #ensure(missing: ReadonlyMap<string, Place>): Promise<Map<string, KnownCategory>> {
    const found = await this.#database.transaction((db) => this.#findOrAdd(db, missing))
    for (const [key, category] of found) this.#known.set(key, category)
    return found
  }

  async #findOrAdd(db: Tx, missing: ReadonlyMap<string, Place>) {
    const found = new Map<string, KnownCategory>()
    await readInto(found, db, [...missing.keys()])
    const deepest = Math.max(...[...missing.values()].map(({ path }) => path.length))
    for (let depth = 1; depth <= deepest; depth += 1) {
      const rows = [...missing]
        .filter(([key, { path }]) => path.length === depth && !found.has(key))
        .map(([key, place]) => newCategory(key, place, this.#parentOf(place, found)))
      if (rows.length === 0) continue
      const keys = rows.map((row) => row.path_key)
      await insertCategories(db, rows)
      await readInto(found, db, keys)
    }
    return found
  }

  #parentOf({ path }: Place, found: ReadonlyMap<string, KnownCategory>): KnownCategory {
    if (path.length === 1) return { ids: [], path: [] }
    const key = pathKeyOf(path.slice(0, -1))
    const parent = found.get(key) ?? this.#known.get(key)
    if (!parent) throw new Error(`category ${path.join(' > ')} is made before its parent`)
    return parent
  }
}

async function readInto(found: Map<string, KnownCategory>, db: Tx, keys: readonly string[]) {
  for (const { path_key, ancestor_ids, path } of await selectCategoryPaths(db, keys)) {
    found.set(path_key, { ids: ancestor_ids, path })
  }
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

/** The parent's spelling wins, so that all of a branch is spelt alike. */
function newCategory(key: string, place: Place, parent: KnownCategory): NewCategory {
  const id = newId()
  return {
    id,
    parent_id: parent.ids.at(-1) ?? null,
    name: place.path.at(-1)!,
    path: [...parent.path, place.path.at(-1)!],
    ancestor_ids: [...parent.ids, id],
    path_key: key,
    google_id: place.googleId,
  }
}
