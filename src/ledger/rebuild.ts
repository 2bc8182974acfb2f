import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { insertWallet, lockWallets, setBalance } from './queries.ts'
import { driftedWallets, type Finding } from './queries-reconcile.ts'

/**
 * Sets every wallet to the sum of its entries, which are the truth, and answers those that were off.
 * Nothing is placed or refunded meanwhile.
 */
export async function rebuildWallets(db: Tx, now: Date): Promise<Finding[]> {
  await lockWallets(db)
  const rebuilt: Finding[] = []
  for (;;) {
    const drifted = await driftedWallets(db)
    if (drifted.length === 0) return rebuilt
    for (const { subject: accountId, mode, currency, expectedMinor } of drifted) {
      await insertWallet(db, { id: newId(), accountId, mode, currency, now })
      await setBalance(db, { accountId, mode, currency, balanceMinor: expectedMinor, now })
    }
    rebuilt.push(...drifted)
  }
}
