import type { Database } from '../core/database.ts'
import { selectUnweighedSeller, updateSellerWeight, upsertSellerWeight } from './queries-index.ts'

const documentsAtOnce = 2_000

/**
 * Brings the documents of one seller up to its reliability, some at a time, so that writers hardly
 * wait; answers how many sellers it brought up. Harmless when doubled.
 */
export async function weighSellers(database: Database): Promise<number> {
  const seller = await database.read(selectUnweighedSeller)
  if (seller === null) return 0
  const { id, weight } = seller
  let changed: number
  do {
    changed = await database.transaction(
      (db) => updateSellerWeight(db, id, weight, documentsAtOnce),
      { deadlineMs: 30_000 },
    )
  } while (changed === documentsAtOnce)
  await database.transaction(async (db) => {
    await upsertSellerWeight(db, id, weight)
    await updateSellerWeight(db, id, weight, documentsAtOnce)
  })
  return 1
}
