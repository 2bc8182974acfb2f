import closeWithGrace from 'close-with-grace'
import { Command } from 'commander'
import { collectGarbage } from '../core/collect-garbage.ts'
import { loadConfig } from '../core/config.ts'
import { startServer } from './server.ts'

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the API: REST under /v1, GraphQL at /graphql, docs at /docs')
    .option('--no-worker', 'leave due work to separate worker processes')
    .action(async ({ worker }: { worker: boolean }) => {
      const config = loadConfig()
      const server = await startServer(config, { worker })
      // What starting up left in a young space made for load: 70 MiB that an idle server need not hold.
      await collectGarbage()
      server.app.log.info({ url: server.url }, 'Serving')
      closeWithGrace({ delay: 30_000 + config.drainMs }, async ({ signal, err }) => {
        if (err) server.app.log.fatal({ err }, 'Stopping after a fault')
        else server.app.log.info({ signal }, 'Stopping')
        await server.stop()
      })
    })
}
