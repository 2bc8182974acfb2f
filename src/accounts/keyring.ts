import { LRUCache } from 'lru-cache'
import type { Caller } from '../core/context.ts'
import type { Database, Tx } from '../core/database.ts'
import { hashKey, looksLikeKey } from './key-format.ts'
import { pepperOf } from './pepper.ts'
import { findKeyByHash, findKeyById, type HeldKeyRow, touchKeys } from './queries.ts'

interface Held {
  readonly caller: Caller
  readonly expiresAt: number
}

export interface Keyring {
  /** The caller of a key, or null where it is malformed, unknown, revoked or expired. */
  find(key: string): Promise<Caller | null> | Caller | null
  /** The caller of a key by its id, for tokens made from it; null once it is revoked or expired. */
  findById(keyId: string): Promise<Caller | null> | Caller | null
  /** Forgets every cached key at once: called after this node changed any. */
  clear(): void
  close(): Promise<void>
}

const flushMs = 30_000

/**
 * Keys by secret, cached for at most a minute. Other nodes' revocations arrive by NOTIFY, and while
 * that channel is down nothing is served from the cache.
 */
export async function openKeyring(database: Database, now = () => Date.now()): Promise<Keyring> {
  const cache = new LRUCache<string, Held>({ max: 10_000, ttl: 60_000 })
  const used = new Set<string>()
  let pepper: string | undefined
  let isListening = false
  // Counts forgettings, so that a look-up that began before one does not fill the cache after it.
  let epoch = 0
  const clear = () => {
    epoch++
    cache.clear()
  }
  const unlisten = await database.listen('api_keys', clear, (state) => {
    isListening = state === 'listening'
    clear()
  })
  const flush = async () => {
    if (used.size === 0) return
    const keyIds = [...used]
    used.clear()
    await database.transaction((db) => touchKeys(db, keyIds, new Date(now())))
  }
  // A failed flush only leaves lastUsedAt older than it could be.
  const timer = setInterval(() => void flush().catch(() => undefined), flushMs)
  timer.unref()

  async function findByHash(db: Tx, key: string): Promise<HeldKeyRow | undefined> {
    pepper ??= await pepperOf(db)
    return await findKeyByHash(db, hashKey(key, pepper))
  }

  async function lookUp(name: string, find: (db: Tx) => Promise<HeldKeyRow | undefined>) {
    const began = epoch
    const row = await database.read(find)
    if (row === undefined) return null
    const held: Held = {
      expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
      caller: Object.freeze({
        keyId: row.id,
        accountId: row.account_id,
        accountName: row.account_name,
        mode: row.mode,
        scopes: new Set(row.scopes),
        sellerId: row.seller_id,
        isOperator: row.scopes.includes('operator'),
      }),
    }
    if (isListening && epoch === began) cache.set(name, held)
    return use(held)
  }

  function use(held: Held): Caller | null {
    if (held.expiresAt <= now()) return null
    used.add(held.caller.keyId)
    return held.caller
  }

  return {
    find(key) {
      const held = cache.get(key)
      if (held !== undefined) return use(held)
      return looksLikeKey(key) ? lookUp(key, (db) => findByHash(db, key)) : null
    },
    findById(keyId) {
      const held = cache.get(keyId)
      return held === undefined ? lookUp(keyId, (db) => findKeyById(db, keyId)) : use(held)
    },
    clear,
    async close() {
      clearInterval(timer)
      await unlisten()
      await flush().catch(() => undefined)
    },
  }
}
