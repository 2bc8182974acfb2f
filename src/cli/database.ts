import { usePepper } from '../accounts/index.ts'
import { type Config, loadConfig } from '../core/config.ts'
import { type Database, openDatabase } from '../core/database.ts'
import { migrate } from '../core/migrate.ts'

/** Runs a command's work on the migrated database of the environment and closes it, whatever happens. */
export async function withDatabase<T>(
  work: (database: Database, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig()
  usePepper(config.keyPepper)
  const database = await openDatabase(config)
  try {
    await migrate(database)
    return await work(database, config)
  } finally {
    await database.close()
  }
}
