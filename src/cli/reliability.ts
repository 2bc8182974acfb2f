import { Command } from 'commander'
import { rebuildScores } from '../sellers/index.ts'
import { withDatabase } from './database.ts'

export function reliabilityCommand(): Command {
  return new Command('reliability')
    .description("look after sellers' scores")
    .addCommand(
      new Command('rebuild')
        .description("work every seller's score out again from the evidence")
        .option('--json', 'print JSON')
        .action(rebuild),
    )
}

async function rebuild(options: { json?: true }): Promise<void> {
  const sellers = await withDatabase((database) => rebuildScores(database, new Date()))
  console.log(options.json ? JSON.stringify({ sellers }) : `${sellers} sellers scored.`)
}
