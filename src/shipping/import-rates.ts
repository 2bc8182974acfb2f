import type { Database, Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { EcbReader } from './ecb.ts'
import { bumpVersion, type RateRow, writeRates } from './queries.ts'

/** What an import of rates did. */
export interface RateImport {
  readonly rateCount: number
  readonly changedCount: number
  readonly firstDate: string
  readonly lastDate: string
}

const batchSize = 5_000

/**
 * Imports the ECB's euro reference rates from a file's text, all or nothing; a day imported before is
 * corrected. Throws RateFileError when the file is something else.
 */
export async function importRates(
  database: Database,
  file: AsyncIterable<Uint8Array | string>,
): Promise<RateImport> {
  const rates = await readRateFile(file)
  const changedCount = await database.transaction((db) => storeRates(db, rates), {
    deadlineMs: 120_000,
  })
  const dates = rates.map(({ date }) => date).sort()
  return { rateCount: rates.length, changedCount, firstDate: dates[0]!, lastDate: dates.at(-1)! }
}

async function readRateFile(file: AsyncIterable<Uint8Array | string>): Promise<RateRow[]> {
  const reader = new EcbReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const piece of file) {
    reader.write(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))
  }
  return reader.end()
}

async function storeRates(db: Tx, rates: readonly RateRow[]): Promise<number> {
  let changed = 0
  for (let start = 0; start < rates.length; start += batchSize) {
    changed += await writeRates(db, rates.slice(start, start + batchSize))
  }
  if (changed > 0) await bumpVersion(db, 'exchangeRates', newId())
  return changed
}
