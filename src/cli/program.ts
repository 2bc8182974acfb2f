import { Command } from 'commander'
import { contractVersion } from '../contract/version.ts'
import { explain } from './help.ts'
import { reportFailure } from './report.ts'

/** By name, so that a run loads its own command alone: the others cost an import 40 MB. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  worker: async () => (await import('./worker.ts')).workerCommand(),
  migrate: async () => (await import('./migrate.ts')).migrateCommand(),
  import: async () => (await import('./import.ts')).importCommand(),
  orders: async () => (await import('./import-orders.ts')).ordersCommand(),
  keys: async () => (await import('./keys.ts')).keysCommand(),
  wallet: async () => (await import('./wallet.ts')).walletCommand(),
  ledger: async () => (await import('./ledger.ts')).ledgerCommand(),
  payouts: async () => (await import('./payouts.ts')).payoutsCommand(),
  rates: async () => (await import('./import-rates.ts')).ratesCommand(),
  reliability: async () => (await import('./reliability.ts')).reliabilityCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  demo: async () => (await import('./demo.ts')).demoCommand(),
}

const program = new Command('entrepot')
  .description('The open dropshipping and affiliate API platform.')
  .version(contractVersion)

const named = process.argv[2] ?? ''
const loaders = Object.hasOwn(commands, named) ? [commands[named]!] : Object.values(commands)
for (const load of loaders) program.addCommand(await load())
explain(program)

program.parseAsync().catch(reportFailure)
