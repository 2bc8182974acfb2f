import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../src/core/database.ts'
import { migrate } from '../../src/core/migrate.ts'
import { benchKey, importCatalogue } from '../support/catalogue.ts'
import { serve, startProcess } from '../support/process.ts'
import type { Figure } from '../support/report.ts'
import { settleSearch } from './index-size.ts'
import { measurePages } from './pages.ts'

/** The same queries on the database that a newcomer has without installing one. */
export async function onEmbedded(
  catalogue: string,
  texts: readonly string[],
  seconds: number,
): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'entrepot-search-'))
  try {
    const key = await prepare(dataDir, catalogue)
    const env = { DATABASE_URL: '', DATA_DIR: dataDir, DRAIN_MS: '0' }
    const server = await startProcess(serve, env, { port: 39_173 })
    try {
      return await measurePages({ group: 'search, embedded', server, key }, texts, seconds)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function prepare(dataDir: string, catalogue: string): Promise<string> {
  const database = await openDatabase({
    databaseUrl: undefined,
    dataDir,
    poolSize: 4,
    statementTimeoutMs: 600_000,
  })
  try {
    await migrate(database)
    await importCatalogue(database, catalogue)
    await settleSearch(database)
    return await benchKey(database, ['products:read'])
  } finally {
    await database.close()
  }
}
