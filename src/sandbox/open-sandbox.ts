import type { Tx } from '../core/database.ts'
import { deposit } from '../ledger/index.ts'
import { insertSandbox, type SandboxRow, selectSandbox } from './queries.ts'

/** Play money of a new sandbox, in the currencies most tried first. */
const playMoney = ['USD', 'EUR', 'GBP'].map((currency) => ({ amountMinor: 100_000_000, currency }))

/** The account's sandbox; opened with a wallet of play money where it was not. */
export async function openSandbox(db: Tx, accountId: string, now: Date): Promise<SandboxRow> {
  if (await insertSandbox(db, accountId)) {
    for (const amount of playMoney) {
      await deposit(db, { accountId, mode: 'test', amount, now, memo: 'Play money' })
    }
  }
  return (await selectSandbox(db, accountId))!
}
