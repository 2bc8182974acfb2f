import { newId } from '../../src/core/ids.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import type { TestApp } from '../support/app.ts'

/** A vetted seller with an account and a key of its own. */
export async function createSellerFor(
  app: TestApp,
): Promise<{ id: string; key: string; accountId: string }> {
  const { accountId } = await app.newKey({ kind: 'seller' })
  const seller = await app.database.transaction((db) =>
    ensureSeller(db, { name: `Shop ${newId()}`, currency: 'EUR', accountId }, new Date()),
  )
  const { key } = await app.newKey({ kind: 'seller', sellerId: seller.id })
  return { id: seller.id, key, accountId }
}
