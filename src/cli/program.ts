import { Command } from 'commander'
import { contractVersion } from '../contract/version.ts'
import { demoCommand } from './demo.ts'
import { importCommand } from './import.ts'
import { ordersCommand } from './import-orders.ts'
import { ratesCommand } from './import-rates.ts'
import { keysCommand } from './keys.ts'
import { ledgerCommand } from './ledger.ts'
import { migrateCommand } from './migrate.ts'
import { payoutsCommand } from './payouts.ts'
import { reliabilityCommand } from './reliability.ts'
import { reportFailure } from './report.ts'
import { serveCommand } from './serve.ts'
import { walletCommand } from './wallet.ts'
import { workerCommand } from './worker.ts'

const program = new Command('entrepot')
  .description('The open dropshipping and affiliate API platform.')
  .version(contractVersion)
  .showHelpAfterError('(add --help for the options)')
  .addCommand(serveCommand())
  .addCommand(workerCommand())
  .addCommand(migrateCommand())
  .addCommand(importCommand())
  .addCommand(ordersCommand())
  .addCommand(keysCommand())
  .addCommand(walletCommand())
  .addCommand(ledgerCommand())
  .addCommand(payoutsCommand())
  .addCommand(ratesCommand())
  .addCommand(reliabilityCommand())
  .addCommand(demoCommand())

program.parseAsync().catch(reportFailure)
