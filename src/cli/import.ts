import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Command, Option } from 'commander'
import {
  FeedError,
  type FeedFormat,
  feedFormats,
  type ImportRow,
  importOf,
  inspectFeed,
  runImport,
  selectProblems,
} from '../catalog/index.ts'
import { isCurrency } from '../core/currency.ts'
import type { Database } from '../core/database.ts'
import { ensureSeller, findSellerByName } from '../sellers/index.ts'
import { withDatabase } from './database.ts'
import { type Progress, progressBar } from './progress.ts'
import { CommandError } from './report.ts'

interface ImportCommandOptions {
  seller: string
  format?: FeedFormat
  full?: true
  currency?: string
  country?: string
  language: string
  json?: true
}

const shownProblems = 10

export function importCommand(): Command {
  return new Command('import')
    .description(
      'import a product feed: Shopify CSV, Google Merchant (table, RSS or Atom) or JSON Lines, plain or gzip',
    )
    .argument('<file>', 'the feed')
    .requiredOption('--seller <name>', 'whose products they are; made and vetted if new')
    .addOption(
      new Option(
        '--format <format>',
        'insist on a format instead of telling it from the file',
      ).choices(feedFormats),
    )
    .option('--full', 'retire products that the file does not name')
    .option(
      '--currency <code>',
      'currency of prices that carry none (default: the seller’s, or USD)',
    )
    .option('--country <code>', 'country of a new seller (ISO 3166-1 alpha-2)')
    .option('--language <tag>', 'language of texts that carry none', 'en')
    .option('--json', 'print JSON')
    .action(importFile)
}

async function importFile(file: string, options: ImportCommandOptions): Promise<void> {
  checkOptions(options)
  const size = await inspect(file, options.format)
  const done = await withDatabase(async (database) => {
    const row = await run(database, file, size, options)
    const problems = await database.read((db) => selectProblems(db, row.id, null, shownProblems, 0))
    return { row, problems }
  })
  if (options.json) {
    const problems = done.problems.map(({ external_id, ...rest }) => ({
      ...rest,
      externalId: external_id,
    }))
    console.log(JSON.stringify({ ...importOf(done.row), problems }))
  } else report(done.row, done.problems)
  if (done.row.status === 'failed') process.exitCode = 1
}

function checkOptions({ currency, country }: ImportCommandOptions): void {
  if (currency !== undefined && !isCurrency(currency)) {
    throw new CommandError(`"${currency}" is no ISO 4217 currency such as EUR.`)
  }
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new CommandError(`"${country}" is no ISO 3166-1 country code such as DE.`)
  }
}

/** Refuses a file that is none of the formats before the database is touched; answers its size. */
async function inspect(file: string, format: FeedFormat | undefined): Promise<number> {
  try {
    const { size } = await stat(file)
    await inspectFeed(createReadStream(file), { fileName: basename(file), format })
    return size
  } catch (error) {
    if (error instanceof FeedError) throw new CommandError(`${file}: ${error.message}`)
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CommandError(`${file}: there is no such file.`)
    if (code === 'EISDIR') throw new CommandError(`${file}: this is a folder, not a feed.`)
    if (code === 'EACCES') throw new CommandError(`${file}: the file may not be read.`)
    throw error
  }
}

async function run(
  database: Database,
  file: string,
  size: number,
  options: ImportCommandOptions,
): Promise<ImportRow> {
  const seller = await database.transaction((db) => sellerFor(db, options))
  const progress: Progress = progressBar(basename(file), size)
  try {
    const wish = {
      sellerId: seller.id,
      format: options.format,
      fileName: basename(file),
      isFull: options.full ?? false,
      currency: options.currency ?? seller.currency,
      language: options.language,
      bytesTotal: size,
    }
    return await runImport(database, wish, createReadStream(file), {
      onProgress: ({ bytesRead, products }) => progress.update(bytesRead, `${products} products`),
    })
  } finally {
    progress.stop()
  }
}

async function sellerFor(
  db: Parameters<typeof ensureSeller>[0],
  { seller: name, currency = 'USD', country }: ImportCommandOptions,
) {
  if (!/[\p{L}\p{N}]/u.test(name)) {
    throw new CommandError('--seller needs a name with a letter or a digit.')
  }
  const found = await findSellerByName(db, name)
  if (found) return found
  const wish = { name, currency, ...(country === undefined ? {} : { country }) }
  return await ensureSeller(db, wish, new Date())
}

type ProblemRows = Awaited<ReturnType<typeof selectProblems>>

function report(row: ImportRow, problems: ProblemRows): void {
  const { created, updated, unchanged, failed, retired, errors, warnings } = row
  console.log(
    `${created} created, ${updated} updated, ${unchanged} unchanged, ${retired} retired, ${failed} failed`,
  )
  for (const { line, column, severity, reason, fix } of problems) {
    console.log(`  line ${line}${column ? `, ${column}` : ''}: ${severity}: ${reason} ${fix}`)
  }
  const rest = errors + warnings - problems.length
  if (rest > 0) console.log(`  … and ${rest} more errors and warnings`)
  if (row.failure_detail) console.error(`The import failed: ${row.failure_detail}`)
}
