import type { Database } from '../core/database.ts'
import {
  selectChangedSeller,
  updateDocumentsOfSeller,
  updateSearchSeller,
} from './queries-sellers.ts'

const documentsAtOnce = 2_000

/**
 * Brings the documents of one seller up to its reliability and its country, some at a time, so that
 * writers hardly wait; answers how many sellers it brought up. Harmless when doubled.
 */
export async function followSellers(database: Database): Promise<number> {
  const seller = await database.read(selectChangedSeller)
  if (seller === null) return 0
  let changed: number
  do {
    changed = await database.transaction(
      (db) => updateDocumentsOfSeller(db, seller, documentsAtOnce),
      { deadlineMs: 30_000 },
    )
  } while (changed === documentsAtOnce)
  await database.transaction(async (db) => {
    await updateSearchSeller(db, seller)
    await updateDocumentsOfSeller(db, seller, documentsAtOnce)
  })
  return 1
}
