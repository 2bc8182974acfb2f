import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from '../core/database.ts'
import { ensureSeller } from '../sellers/index.ts'
import { sampleSellers } from './sample/sellers.ts'
import { runImport } from './start-import.ts'

/** How many products the sample holds. */
export const sampleSize = 5178

export interface SampleImport {
  readonly sellers: number
  readonly products: number
}

/**
 * Imports the sample catalogue: six sellers, of whom every two offer the same goods. Importing it again
 * touches nothing. `onProgress` hears how many products are in after each batch.
 */
export async function importSample(
  database: Database,
  onProgress?: (products: number) => void,
): Promise<SampleImport> {
  let before = 0
  for (const { name, file, country, currency, handlingDays } of sampleSellers) {
    const seller = await database.transaction((db) =>
      ensureSeller(db, { name, country, currency, handlingDays }, new Date()),
    )
    const wish = { sellerId: seller.id, fileName: file, isFull: true, currency, language: 'en' }
    const source = createReadStream(fileURLToPath(new URL(`./sample/${file}`, import.meta.url)))
    const row = await runImport(database, wish, source, {
      onProgress: ({ products }) => onProgress?.(before + products),
    })
    if (row.status !== 'completed' || row.failed > 0) {
      throw new Error(`The sample of ${name} did not import: ${row.failure_detail ?? 'bad rows'}`)
    }
    before += row.created + row.updated + row.unchanged
  }
  return { sellers: sampleSellers.length, products: before }
}
