import type { Tx } from '../../core/database.ts'
import { post } from '../post.ts'
import { debtCollectionPosting } from '../postings-cash.ts'
import { debtOf, lockBalance, payableDebts } from './queries-chargebacks.ts'

const batch = 100

/** Takes what accounts owe out of wallets that have money again, as far as it goes. Answers how many paid. */
export async function collectDebts(db: Tx, now: Date): Promise<number> {
  let paid = 0
  for (const debt of await payableDebts(db, batch)) {
    const balanceMinor = await lockBalance(db, debt)
    const amountMinor = Math.min(balanceMinor, await debtOf(db, debt))
    if (amountMinor <= 0) continue
    const { accountId, mode, currency } = debt
    const amount = { amountMinor, currency }
    await post(db, debtCollectionPosting({ accountId, mode, occurredAt: now, amount }))
    paid += 1
  }
  return paid
}
