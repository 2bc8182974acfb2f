import type { Database } from '../core/database.ts'
import { areLifeTablesOlder, type ParcelHistory, rebuildLifeTables } from '../shipping/index.ts'
import { lastOfBatch, readHistory } from './queries-estimates.ts'

const millisecondsPerDay = 86_400_000
// Five half-lives of the slower tables; what is older weighs three per cent.
const rememberedDays = 300
const batchSize = 2_000

/**
 * Rebuilds the delivery estimates from the parcels of the last months, once in 20 hours. A job:
 * answers 1 when it did so. Nodes that do it at the same time make the same tables.
 */
export async function refreshDeliveryEstimates(database: Database, now: Date): Promise<number> {
  const yesterday = new Date(now.getTime() - (20 / 24) * millisecondsPerDay)
  if (!(await database.read((db) => areLifeTablesOlder(db, yesterday)))) return 0
  await rebuildLifeTables(database, parcelHistory(database, now), now)
  return 1
}

async function* parcelHistory(database: Database, now: Date): AsyncGenerator<ParcelHistory> {
  let after = earliestId(new Date(now.getTime() - rememberedDays * millisecondsPerDay))
  for (;;) {
    const start = after
    const [rows, last] = await database.read((db) =>
      Promise.all([readHistory(db, start, batchSize), lastOfBatch(db, start, batchSize)]),
    )
    if (last === undefined) return
    for (const { region, postalCode, ...row } of rows) {
      yield { ...row, region: region ?? undefined, postalCode: postalCode ?? undefined }
    }
    after = last
  }
}

/** The smallest UUIDv7 of a moment. */
function earliestId(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
