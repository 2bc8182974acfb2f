import { Command, Option } from 'commander'
import { findAccountByName, insertAccount, issueKey } from '../accounts/index.ts'
import { accountKinds } from '../accounts/tables.ts'
import type { Database } from '../core/database.ts'
import { ids, newId } from '../core/ids.ts'
import { type Mode, type Scope, scopes } from '../core/operation.ts'
import { openSandbox } from '../sandbox/index.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

interface CreateOptions {
  account: string
  kind: (typeof accountKinds)[number]
  mode: Mode
  scopes: string
  name: string
  seller?: string
  json?: true
}

export function keysCommand(): Command {
  return new Command('keys').description('manage API keys').addCommand(
    new Command('create')
      .description('create a key, and its account where there is none of that name')
      .requiredOption('--account <name>', 'account the key belongs to')
      .addOption(
        new Option('--kind <kind>', 'part a new account plays')
          .choices(accountKinds)
          .default('customer'),
      )
      .addOption(
        new Option('--mode <mode>', 'live or test').choices(['live', 'test']).default('test'),
      )
      .option(
        '--scopes <list>',
        `separated by commas, or "all" for each but operator: ${scopes.join(', ')}`,
        'all',
      )
      .option('--name <name>', 'what the key is for', 'command line')
      .option('--seller <id>', 'bind the key to one seller (sel_…)')
      .option('--json', 'print JSON')
      .action(create),
  )
}

async function create(options: CreateOptions): Promise<void> {
  const wanted = scopesOf(options)
  const key = await withDatabase((database) => createKey(database, options, wanted))
  if (options.json) console.log(JSON.stringify(key))
  else {
    console.log(`Key for ${options.account} (${key.mode}), shown only now:\n\n  ${key.secret}\n`)
    console.log(`Scopes: ${key.scopes.join(', ')}`)
  }
}

/** `all` means every scope but the operator's, which must be asked for by name. */
function scopesOf({ scopes: list }: CreateOptions): Scope[] {
  if (list === 'all') return scopes.filter((scope) => scope !== 'operator')
  const names = list.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !(scopes as readonly string[]).includes(name))
  if (unknown.length > 0) {
    throw new CommandError(`Unknown scope ${unknown.join(', ')}. Known: ${scopes.join(', ')}.`)
  }
  return names as Scope[]
}

async function createKey(database: Database, options: CreateOptions, wanted: Scope[]) {
  const sellerId = options.seller === undefined ? null : ids.seller.tryDecode(options.seller)
  if (sellerId === undefined) throw new CommandError(`${options.seller} is no seller id (sel_…).`)
  return database.transaction(async (db) => {
    const account =
      (await findAccountByName(db, options.account)) ??
      (await insertAccount(db, newId(), options.account, options.kind))
    if (options.mode === 'test') await openSandbox(db, account.id, new Date())
    return issueKey(db, {
      accountId: account.id,
      name: options.name,
      mode: options.mode,
      scopes: wanted,
      sellerId,
      expiresAt: null,
    })
  })
}
