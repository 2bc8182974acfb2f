import { Command } from 'commander'
import { loadConfig } from '../core/config.ts'
import { startServer } from './server.ts'

export function demoCommand(): Command {
  return new Command('demo')
    .description('run the whole platform with a sample catalogue')
    .option('--exit', 'stop after the tour')
    .action(async () => {
      const server = await startServer(loadConfig())
      await server.stop(0)
    })
}
