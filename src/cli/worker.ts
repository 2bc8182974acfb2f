import closeWithGrace from 'close-with-grace'
import { Command } from 'commander'
import { loadConfig } from '../core/config.ts'
import { openDatabase } from '../core/database.ts'
import { migrate } from '../core/migrate.ts'
import { loggerOf } from '../http/logger.ts'
import { allowWebhookNetworks } from '../webhooks/index.ts'
import { startWorker } from './worker-loop.ts'

export function workerCommand(): Command {
  return new Command('worker')
    .description('run due work without serving: relays, clocks that run out, the sandbox')
    .action(async () => {
      const config = loadConfig()
      const log = loggerOf(config)
      allowWebhookNetworks(config.webhookAllowCidrs)
      const database = await openDatabase(config, log)
      await migrate(database)
      const worker = startWorker(database, log)
      log.info('Worker started')
      closeWithGrace({ delay: 30_000 + config.drainMs }, async () => {
        await worker.stop(config.drainMs)
        await database.close()
      })
    })
}
