import { Command } from 'commander'
import { formatMoney } from '../core/money.ts'
import { type Reconciliation, rebuildWallets, reconcile } from '../ledger/index.ts'
import { selectHeldByOrders } from '../orders/index.ts'
import { withDatabase } from './database.ts'

export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('look after the books')
    .addCommand(
      new Command('check')
        .description('prove that balances equal entries and escrow equals open orders')
        .option('--json', 'print JSON')
        .action(check),
    )
    .addCommand(
      new Command('rebuild')
        .description('set every wallet to the sum of its entries')
        .option('--json', 'print JSON')
        .action(rebuild),
    )
}

async function check(options: { json?: true }): Promise<void> {
  const books = await withDatabase((database) => reconcile(database, selectHeldByOrders))
  if (options.json) console.log(JSON.stringify(books))
  else for (const line of reportOf(books)) console.log(line)
  if (!books.isBalanced) process.exitCode = 1
}

async function rebuild(options: { json?: true }): Promise<void> {
  const wallets = await withDatabase((database) =>
    database.transaction((db) => rebuildWallets(db, new Date()), { deadlineMs: 10 * 60_000 }),
  )
  if (options.json) console.log(JSON.stringify({ rebuilt: wallets }))
  else {
    for (const { mode, currency, subject, expectedMinor, actualMinor } of wallets) {
      console.log(`${mode} ${currency} ${subject}: ${actualMinor} is now ${expectedMinor}`)
    }
    console.log(`${wallets.length} wallets were off.`)
  }
}

/** The books in lines for people: totals first, then each check with what it found. */
export function reportOf({ isBalanced, checks, totals }: Reconciliation): string[] {
  return [
    ...totals.map(
      ({ account, mode, currency, balanceMinor, entries }) =>
        `${mode.padEnd(5)}${account.padEnd(18)}${formatMoney({ amountMinor: balanceMinor, currency }).padStart(24)}  ${entries} entries`,
    ),
    ...checks.map(({ check, findings }) =>
      findings.length === 0 ? `ok    ${check}` : `WRONG ${check}: ${findings.length} findings`,
    ),
    ...checks.flatMap(({ check, findings }) =>
      findings.map(
        ({ mode, currency, subject, expectedMinor, actualMinor }) =>
          `  ${check} ${mode} ${currency} ${subject}: ${actualMinor} instead of ${expectedMinor}`,
      ),
    ),
    isBalanced ? 'The books are balanced.' : 'The books are NOT balanced.',
  ]
}
