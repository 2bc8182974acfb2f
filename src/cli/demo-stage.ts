import { insertAccount, issueKey } from '../accounts/index.ts'
import type { Database } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { scopes } from '../core/operation.ts'
import { openSandbox } from '../sandbox/index.ts'

/** A test key that may do everything but operate the platform, with play money in its wallet. */
export function makeDeveloper(database: Database): Promise<string> {
  return database.transaction(async (db) => {
    const account = await insertAccount(db, newId(), 'Demo developer', 'customer')
    await openSandbox(db, account.id, new Date())
    const key = await issueKey(db, {
      accountId: account.id,
      name: 'demo',
      mode: 'test',
      scopes: scopes.filter((scope) => scope !== 'operator'),
      sellerId: null,
      expiresAt: null,
    })
    return key.secret
  })
}
