import { Command } from 'commander'
import { loadConfig } from '../core/config.ts'
import { openDatabase } from '../core/database.ts'
import { migrate } from '../core/migrate.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema to the newest version')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const database = await openDatabase(loadConfig())
      try {
        const applied = await migrate(database)
        console.log(json ? JSON.stringify({ applied }) : `Applied ${applied} migration(s).`)
      } finally {
        await database.close()
      }
    })
}
