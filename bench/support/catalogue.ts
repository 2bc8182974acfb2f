import { createReadStream } from 'node:fs'
import { insertAccount, issueKey } from '../../src/accounts/index.ts'
import { runImport } from '../../src/catalog/index.ts'
import type { Database } from '../../src/core/database.ts'
import { newId } from '../../src/core/ids.ts'
import type { Scope } from '../../src/core/operation.ts'

/** A key that may do what is asked, live. */
export async function benchKey(database: Database, scopes: readonly Scope[]): Promise<string> {
  const key = await database.transaction(async (db) => {
    const account = await insertAccount(db, newId(), `bench-${newId()}`, 'customer')
    const order = { accountId: account.id, name: 'bench', mode: 'live' as const, scopes }
    return await issueKey(db, { ...order, sellerId: null, expiresAt: null })
  })
  return key.secret
}

/** A vetted seller to import for. */
export async function benchSeller(database: Database, name: string): Promise<string> {
  const id = newId()
  await database.transaction(
    ({ sql }) => sql`
      insert into sellers (id, name, slug, country, currency, status)
      values (${id}, ${name}, ${name}, 'DE', 'EUR', 'vetted')`,
  )
  return id
}

/** Imports a JSON Lines catalogue and answers how many products came to be. */
export async function importCatalogue(database: Database, file: string): Promise<number> {
  const sellerId = await benchSeller(database, `seller-${newId()}`)
  const wish = { sellerId, isFull: false, currency: 'USD', language: 'en', fileName: file }
  const row = await runImport(database, wish, createReadStream(file))
  if (row.status !== 'completed') throw new Error(`${file}: ${JSON.stringify(row)}`)
  return row.created
}
