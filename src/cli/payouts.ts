import { Command, Option } from 'commander'
import { isCurrency } from '../core/currency.ts'
import { formatMoney } from '../core/money.ts'
import type { Mode } from '../core/operation.ts'
import { batchOf, defaultMinimumMinor, payoutOf, runPayouts } from '../payouts/index.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

interface RunOptions {
  currency: string
  minimumMinor?: string
  mode: Mode
  json?: true
}

export function payoutsCommand(): Command {
  return new Command('payouts').description('pay out earnings').addCommand(
    new Command('run')
      .description('make a payout for everyone who is owed enough in a currency')
      .requiredOption('--currency <code>', 'ISO 4217 code, such as EUR')
      .option(
        '--minimum-minor <n>',
        'balances below it wait; ten units of the currency unless said',
      )
      .addOption(
        new Option('--mode <mode>', 'live or test').choices(['live', 'test']).default('live'),
      )
      .option('--json', 'print JSON')
      .action(run),
  )
}

async function run(options: RunOptions): Promise<void> {
  const { currency, mode } = options
  if (!isCurrency(currency)) {
    throw new CommandError(`"${currency}" is no ISO 4217 currency such as EUR.`)
  }
  const minimumMinor = minimumOf(options)
  const now = new Date()
  const { batch, payouts } = await withDatabase((database) =>
    database.transaction(
      (db) => runPayouts(db, { mode, currency, minimumMinor, earnedBefore: now, now }),
      { deadlineMs: 10 * 60_000 },
    ),
  )
  const shown = { batch: batchOf(batch), payouts: payouts.map(payoutOf) }
  if (options.json) console.log(JSON.stringify(shown))
  else {
    for (const { id, sellerId, affiliateId, amount } of shown.payouts) {
      console.log(`${id}  ${sellerId ?? affiliateId}  ${formatMoney(amount)}`)
    }
    console.log(`${batch.payoutCount} payouts, ${formatMoney(shown.batch.total)} in all`)
  }
}

function minimumOf({ minimumMinor, currency }: RunOptions): number {
  if (minimumMinor === undefined) return defaultMinimumMinor(currency)
  const value = Number(minimumMinor)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new CommandError(`--minimum-minor must be a whole number above 0, not "${minimumMinor}".`)
}
