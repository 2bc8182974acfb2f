import { Command, Option } from 'commander'
import { findAccountByName } from '../accounts/index.ts'
import { isCurrency } from '../core/currency.ts'
import type { Database } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { formatMoney } from '../core/money.ts'
import type { Mode } from '../core/operation.ts'
import { deposit } from '../ledger/index.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

interface TopUpOptions {
  account: string
  amountMinor: string
  currency: string
  mode: Mode | 'both'
  memo?: string
  json?: true
}

export function walletCommand(): Command {
  return new Command('wallet').description('manage prepaid balances').addCommand(
    new Command('top-up')
      .description('book money that came in for an account')
      .requiredOption('--account <name>', 'whose wallet')
      .requiredOption('--amount-minor <n>', 'how much, in minor units (cents)')
      .requiredOption('--currency <code>', 'ISO 4217 code, such as EUR')
      .addOption(
        new Option('--mode <mode>', 'the live wallet, the sandbox wallet of test keys, or both')
          .choices(['live', 'test', 'both'])
          .default('both'),
      )
      .option('--memo <text>', 'shown on the statement')
      .option('--json', 'print JSON')
      .action(topUp),
  )
}

async function topUp(options: TopUpOptions): Promise<void> {
  const amount = amountOf(options)
  const modes: Mode[] = options.mode === 'both' ? ['live', 'test'] : [options.mode]
  const wallets = await withDatabase((database) => book(database, options, amount, modes))
  if (options.json) console.log(JSON.stringify({ account: options.account, wallets }))
  else {
    for (const { mode, balance } of wallets) {
      console.log(`${options.account} has ${formatMoney(balance)} in its ${mode} wallet`)
    }
  }
}

function amountOf({ amountMinor: text, currency }: TopUpOptions) {
  const amountMinor = Number(text)
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
    throw new CommandError(`--amount-minor must be a whole number above 0, not "${text}".`)
  }
  if (!isCurrency(currency)) {
    throw new CommandError(`"${currency}" is no ISO 4217 currency such as EUR.`)
  }
  return { amountMinor, currency }
}

async function book(
  database: Database,
  { account: name, memo }: TopUpOptions,
  amount: { amountMinor: number; currency: string },
  modes: readonly Mode[],
) {
  return await database.transaction(async (db) => {
    const account = await findAccountByName(db, name)
    if (account === undefined) {
      throw new CommandError(
        `There is no account "${name}": create it with keys create --account "${name}".`,
      )
    }
    const wallets = []
    for (const mode of modes) {
      const now = new Date()
      const row = await deposit(db, { accountId: account.id, mode, amount, now, memo })
      const balance = { amountMinor: row.balanceMinor, currency: row.currency }
      wallets.push({ id: ids.wallet.encode(row.id), mode, balance })
    }
    return wallets
  })
}
