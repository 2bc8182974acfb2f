import type { Tx } from '../core/database.ts'
import type { FeePolicy } from './fees.ts'
import { selectCurrentPolicies } from './queries-fees.ts'

const freshMs = 10_000
const books = new WeakMap<object, { readonly readAt: number; readonly policies: FeePolicy[] }>()

/**
 * The policies in force or to come, kept for ten seconds per database so that a quote costs no query;
 * since policies are dated, one that is announced in time applies on its second.
 */
export async function feePolicies(db: Tx, database: object): Promise<readonly FeePolicy[]> {
  const known = books.get(database)
  if (known !== undefined && Date.now() - known.readAt < freshMs) return known.policies
  const policies = await selectCurrentPolicies(db, new Date())
  books.set(database, { readAt: Date.now(), policies })
  return policies
}

/** Forgets what was read, after a policy was added here. */
export function forgetFeePolicies(database: object): void {
  books.delete(database)
}
