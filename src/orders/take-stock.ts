import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { Offer } from './queries-offers.ts'
import { moveStock, type StockMove, selectAvailable, unitsByVariant } from './queries-stock.ts'
import { outOfStock } from './refusals.ts'
import { testShortages } from './test-shortages.ts'

export interface StockWish {
  readonly accountId: string
  readonly mode: Mode
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly offers: ReadonlyMap<string, Offer>
}

/**
 * Sells or holds the units of all lines or throws `out_of_stock` with what there is. Test orders
 * look at the stock and leave it alone.
 */
export async function takeStock(db: Tx, wish: StockWish, move: 'sell' | 'hold'): Promise<void> {
  const { lines, offers, mode } = wish
  const units = unitsByVariant(lines)
  const seen = new Map(units.map(({ variantId }) => [variantId, offers.get(variantId)!.available]))
  if (mode === 'test') {
    const short = await testShortages(db, wish.accountId, [...seen.keys()])
    for (const variantId of short) seen.set(variantId, 0)
  }
  // What the offers said may be old, but a refusal by it was right when it was read: no lock is needed.
  if (units.some(({ variantId, quantity }) => seen.get(variantId)! < quantity)) {
    throw outOfStock(lines, units, seen)
  }
  if (mode === 'test') return
  await moveOrRefuse(db, move, units, lines)
}

async function moveOrRefuse(
  db: Tx,
  move: StockMove,
  units: ReturnType<typeof unitsByVariant>,
  lines: StockWish['lines'],
): Promise<void> {
  if (await moveStock(db, move, units)) return
  const available = await selectAvailable(
    db,
    units.map(({ variantId }) => variantId),
  )
  throw outOfStock(lines, units, available)
}
