import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { benchDatabase } from '../support/database.ts'
import type { Bench, Figure } from '../support/report.ts'
import { sampleFiles } from './bench.ts'
import { writeBigFile } from './big-file.ts'
import { importInProcess } from './import-process.ts'

const manyRows = 1_000_000
const fewRows = 10_000

/**
 * Memory of an import as the file grows: ten thousand rows and a million (`--rows N` for another
 * number). Takes some minutes and some gigabytes of disk.
 */
export const bench: Bench = async ({ catalogue, extra }) => {
  const files = catalogue === undefined ? sampleFiles() : [catalogue]
  const figures: Figure[] = []
  for (const rows of [fewRows, Number(extra.rows ?? manyRows)]) {
    figures.push(...(await measure(files, rows)))
  }
  return figures
}

async function measure(catalogues: readonly string[], rows: number): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'entrepot-memory-'))
  const own = await benchDatabase('memory')
  try {
    const file = path.join(folder, 'feed.jsonl')
    await writeBigFile(file, catalogues, rows)
    const run = await importInProcess(file, 'Bench', { DATABASE_URL: own.url })
    const name = `${rows.toLocaleString('en')} rows`
    return [
      {
        group: 'import memory',
        name: `${name}, most resident at once`,
        value: run.peakMiB,
        unit: 'MiB',
        bar: { atMost: 300 },
      },
      {
        group: 'import memory',
        name: `${name}, speed`,
        value: run.productsPerSecond,
        unit: 'products/s',
      },
    ]
  } finally {
    await own.drop()
    await rm(folder, { recursive: true, force: true })
  }
}
