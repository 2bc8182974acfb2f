import type Type from 'typebox'
import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { Mode, Scope } from '../core/operation.ts'
import { hashKey, hintOf, mintKey } from './key-format.ts'
import { pepperOf } from './pepper.ts'
import { insertKey } from './queries.ts'
import { apiKeyOf, type CreatedApiKey } from './schema.ts'

export interface KeyOrder {
  readonly accountId: string
  readonly name: string
  readonly mode: Mode
  readonly scopes: readonly Scope[]
  readonly sellerId: string | null
  readonly expiresAt: Date | null
}

/** Makes a key and stores its hash; the answer is the only place where the secret ever stands. */
export async function issueKey(
  db: Tx,
  order: KeyOrder,
): Promise<Type.Static<typeof CreatedApiKey>> {
  const secret = mintKey(order.mode)
  const row = await insertKey(db, {
    ...order,
    id: newId(),
    scopes: [...new Set(order.scopes)].sort(),
    hash: hashKey(secret, await pepperOf(db)),
    hint: hintOf(secret),
  })
  return { ...apiKeyOf(row), secret }
}
