import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sampleSellers } from '../../src/catalog/sample/sellers.ts'
import { benchDatabase } from '../support/database.ts'
import type { Bench, Figure } from '../support/report.ts'
import { writeBigFile } from './big-file.ts'
import { type ImportRun, importInProcess } from './import-process.ts'

const rows = 20_000

/** Products a second into a real PostgreSQL and into the embedded one, search index included. */
export const bench: Bench = async ({ catalogue }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'entrepot-import-'))
  try {
    const file = path.join(folder, 'feed.jsonl')
    await writeBigFile(file, catalogue === undefined ? sampleFiles() : [catalogue], rows)
    return [...(await onRealServer(file)), ...(await onEmbedded(file, folder))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The files of the shipped sample catalogue. */
export function sampleFiles(): string[] {
  return sampleSellers.map(({ file }) => `src/catalog/sample/${file}`)
}

async function onRealServer(file: string): Promise<Figure[]> {
  const own = await benchDatabase('import')
  try {
    const env = { DATABASE_URL: own.url }
    const first = await importInProcess(file, 'Bench', env)
    const again = await importInProcess(file, 'Bench', env)
    return [
      speed('real PostgreSQL, all new', first, 3000),
      speed('real PostgreSQL, nothing changed', again),
    ]
  } finally {
    await own.drop()
  }
}

async function onEmbedded(file: string, folder: string): Promise<Figure[]> {
  const env = { DATABASE_URL: '', DATA_DIR: path.join(folder, 'data') }
  return [speed('embedded, all new', await importInProcess(file, 'Bench', env), 1500)]
}

function speed(name: string, { productsPerSecond }: ImportRun, atLeast?: number): Figure {
  return {
    group: 'import',
    name,
    value: productsPerSecond,
    unit: 'products/s',
    ...(atLeast === undefined ? {} : { bar: { atLeast } }),
  }
}
