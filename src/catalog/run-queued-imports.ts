import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Database } from '../core/database.ts'
import { importFeed } from './import-feed.ts'
import {
  claimImport,
  failAbandonedImports,
  type ImportRow,
  selectChunk,
  selectDueImports,
} from './queries-import-jobs.ts'

/**
 * Runs one uploaded import that waits, or whose worker died, to its end; answers how many it ran.
 * Imports of one seller never run at the same time.
 */
export async function runQueuedImports(database: Database): Promise<number> {
  await database.transaction((db) => failAbandonedImports(db))
  const row = await claimNext(database)
  if (!row) return 0
  const packed = Readable.from(chunksOf(database, row.id))
  const file = createGunzip()
  packed.on('error', (error) => file.destroy(error))
  await importFeed(database, row, packed.pipe(file), { besideRequests: true })
  return 1
}

async function claimNext(database: Database): Promise<ImportRow | undefined> {
  for (const row of await database.read((db) => selectDueImports(db))) {
    const isClaimed = await database.transaction((db) => claimImport(db, row.id, row.seller_id))
    if (isClaimed) return row
  }
  return undefined
}

async function* chunksOf(database: Database, importId: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const bytes = await database.read((db) => selectChunk(db, importId, position))
    if (!bytes) return
    yield bytes
  }
}
