import closeWithGrace from 'close-with-grace'
import { Command } from 'commander'
import { importSample, sampleSize } from '../catalog/index.ts'
import { loadConfig } from '../core/config.ts'
import { makeDeveloper } from './demo-stage.ts'
import { tour } from './demo-tour.ts'
import { progressBar } from './progress.ts'
import { type Server, startServer } from './server.ts'

export function demoCommand(): Command {
  return new Command('demo')
    .description('a running platform with a sample catalogue, and a tour of its main job')
    .option('--exit', 'end after the tour instead of serving on')
    .action(async ({ exit }: { exit?: true }) => {
      const config = loadConfig(undefined, { LOG_LEVEL: 'warn' })
      const server = await startServer(config)
      const stop = async () => server.stop(exit ? 0 : config.drainMs)
      try {
        await show(server, !exit)
      } catch (error) {
        await stop()
        throw error
      }
      if (exit) await stop()
      else closeWithGrace({ delay: 30_000 + config.drainMs }, stop)
    })
}

async function show({ database, url }: Server, isStaying: boolean): Promise<void> {
  console.log(`database  ${database.kind}, migrated`)
  const bar = progressBar('catalogue', sampleSize)
  const { sellers, products } = await importSample(database, (count) =>
    bar.update(count, `${count} products`),
  )
  bar.stop()
  console.log(`catalogue ${products} products of ${sellers} sellers`)
  const key = await makeDeveloper(database)
  await tour(url, key, console.log)
  if (isStaying) {
    console.log(`
API docs  ${url}/docs
GraphiQL  ${url}/graphiql
health    ${url}/readyz`)
  }
  console.log(`key       ${key}`)
}
