import { createReadStream } from 'node:fs'
import { Command, Option } from 'commander'
import { findAccountByName } from '../accounts/index.ts'
import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { formatMoney } from '../core/money.ts'
import { type Mode, scopes } from '../core/operation.ts'
import { type ImportedOrder, importOrders, OrderFileError, orderColumns } from '../orders/index.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

interface ImportOptions {
  account: string
  mode: Mode
  json?: true
}

export function ordersCommand(): Command {
  return new Command('orders').description('place orders').addCommand(
    new Command('import')
      .description('place the orders of a CSV file; one row is one line of an order')
      .argument('<file>', 'CSV with a header; separated by comma, semicolon or tab')
      .requiredOption('--account <name>', 'whose orders they are and whose wallet pays')
      .addOption(
        new Option('--mode <mode>', 'real orders, or sandbox orders of test keys')
          .choices(['live', 'test'])
          .default('live'),
      )
      .option('--json', 'print one JSON object per order')
      .addHelpText('after', `\nColumns:\n${columnHelp()}`)
      .action(importFile),
  )
}

function columnHelp(): string {
  return Object.entries(orderColumns)
    .map(([name, meaning]) => `  ${name.padEnd(12)}${meaning}`.trimEnd())
    .join('\n')
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const counts = { placed: 0, repeated: 0, refused: 0 }
  await withDatabase(async (database) => {
    const caller = await callerOf(database, options)
    const stream = createReadStream(file)
    try {
      for await (const imported of importOrders(database, caller, stream)) {
        counts[imported.status]++
        report(imported, options)
      }
    } catch (error) {
      throw expected(error, file)
    }
  })
  if (!options.json) {
    const { placed, repeated, refused } = counts
    console.log(`${placed} placed, ${repeated} placed before, ${refused} refused`)
  }
  if (counts.refused > 0) process.exitCode = 1
}

async function callerOf(
  database: Database,
  { account: name, mode }: ImportOptions,
): Promise<Caller> {
  const account = await database.read((db) => findAccountByName(db, name))
  if (account === undefined) {
    throw new CommandError(
      `There is no account "${name}": create it with keys create --account "${name}".`,
    )
  }
  return {
    keyId: account.id,
    accountId: account.id,
    accountName: name,
    mode,
    scopes: new Set(scopes),
    sellerId: null,
    isOperator: false,
  }
}

function report(imported: ImportedOrder, { json }: ImportOptions): void {
  const { line, reference, status, order, problems } = imported
  if (json) {
    console.log(JSON.stringify({ line, reference, status, orderId: order?.id ?? null, problems }))
    return
  }
  if (order) console.log(`${reference}  ${order.id}  ${formatMoney(order.total)}  ${status}`)
  for (const problem of problems) {
    const where = problem.column
      ? `line ${problem.line}, ${problem.column}`
      : `line ${problem.line}`
    console.log(`${reference ?? '?'}  refused  ${where}: ${problem.message} (${problem.code})`)
  }
}

function expected(error: unknown, file: string): unknown {
  if (error instanceof OrderFileError) return new CommandError(`${file}: ${error.message}`)
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? new CommandError(`${file}: there is no such file.`) : error
}
