import { randomBytes } from 'node:crypto'
import type { Tx } from '../core/database.ts'
import { ensureSetting } from './queries.ts'

let configured: string | undefined

/** Uses the operator's own pepper (`KEY_PEPPER`) instead of the one kept in the database. */
export function usePepper(pepper: string | undefined): void {
  configured = pepper
}

/** The secret mixed into key hashes; made at first use and kept with the installation's settings. */
export async function pepperOf(db: Tx): Promise<string> {
  if (configured !== undefined) return configured
  return (await ensureSetting(db, 'keyPepper', randomBytes(32).toString('base64url'))) as string
}
