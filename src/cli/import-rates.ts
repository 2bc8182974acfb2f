import { createReadStream } from 'node:fs'
import { Command } from 'commander'
import { importRates, RateFileError } from '../shipping/index.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

export function ratesCommand(): Command {
  return new Command('rates')
    .description('manage exchange rates')
    .addCommand(
      new Command('import')
        .description(
          "import the European Central Bank's euro reference rates (eurofxref XML: daily, 90 days or history)",
        )
        .argument('<file>', 'XML file as published')
        .option('--json', 'print JSON')
        .action(importFile),
    )
}

async function importFile(file: string, options: { json?: true }): Promise<void> {
  try {
    const done = await withDatabase((database) => importRates(database, createReadStream(file)))
    if (options.json) console.log(JSON.stringify(done))
    else {
      console.log(
        `${done.rateCount} rates of ${done.firstDate} to ${done.lastDate}, ${done.changedCount} of them new or changed`,
      )
    }
  } catch (error) {
    throw expected(error, file)
  }
}

function expected(error: unknown, file: string): unknown {
  if (error instanceof RateFileError) return new CommandError(`${file}: ${error.message}`)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new CommandError(`${file}: there is no such file.`)
  return error
}
