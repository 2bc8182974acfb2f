import { Command } from 'commander'
import { demoCommand } from './cli/demo.ts'
import { ratesCommand } from './cli/import-rates.ts'
import { keysCommand } from './cli/keys.ts'
import { ledgerCommand } from './cli/ledger.ts'
import { migrateCommand } from './cli/migrate.ts'
import { reportFailure } from './cli/report.ts'
import { serveCommand } from './cli/serve.ts'
import { walletCommand } from './cli/wallet.ts'
import { workerCommand } from './cli/worker.ts'
import { contractVersion } from './contract/version.ts'

const program = new Command('entrepot')
  .description('The open dropshipping and affiliate API platform.')
  .version(contractVersion)
  .showHelpAfterError('(add --help for the options)')
  .addCommand(serveCommand())
  .addCommand(workerCommand())
  .addCommand(migrateCommand())
  .addCommand(keysCommand())
  .addCommand(walletCommand())
  .addCommand(ledgerCommand())
  .addCommand(ratesCommand())
  .addCommand(demoCommand())

program.parseAsync().catch(reportFailure)
