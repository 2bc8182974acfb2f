import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { Offer } from './queries-offers.ts'
import { moveStock, selectAvailable, unitsByVariant } from './queries-stock.ts'
import { outOfStock } from './refusals.ts'
import { testShortages } from './test-shortages.ts'

export interface StockWish {
  readonly accountId: string
  readonly mode: Mode
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly offers: ReadonlyMap<string, Offer>
}

/**
 * Throws `out_of_stock` where the offers already show too few: what was read was true when it was
 * read, so no lock is needed to refuse by it.
 */
export async function requireSeenStock(db: Tx, wish: StockWish): Promise<void> {
  const { lines, offers, mode } = wish
  const units = unitsByVariant(lines)
  const seen = new Map(units.map(({ variantId }) => [variantId, offers.get(variantId)!.available]))
  if (mode === 'test') {
    const short = await testShortages(db, wish.accountId, [...seen.keys()])
    for (const variantId of short) seen.set(variantId, 0)
  }
  if (units.some(({ variantId, quantity }) => seen.get(variantId)! < quantity)) {
    throw outOfStock(lines, units, seen)
  }
}

/**
 * Sells or holds the units of all lines or throws `out_of_stock` with what there is. Test orders
 * leave the stock alone.
 */
export async function takeStock(
  db: Tx,
  { lines, mode }: StockWish,
  move: 'sell' | 'hold',
): Promise<void> {
  if (mode === 'test') return
  const units = unitsByVariant(lines)
  if (await moveStock(db, move, units)) return
  const available = await selectAvailable(
    db,
    units.map(({ variantId }) => variantId),
  )
  throw outOfStock(lines, units, available)
}
