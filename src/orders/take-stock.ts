import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import { codeOf, divisionByZero } from '../core/unavailable.ts'
import type { Offer } from './queries-offers.ts'
import { moveStock, type StockUnits, selectAvailable, unitsByVariant } from './queries-stock.ts'
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

/** Holds the units of all lines or throws `out_of_stock`. Test orders leave the stock alone. */
export async function holdUnits(db: Tx, { lines, mode }: StockWish): Promise<void> {
  if (mode === 'test') return
  const units = unitsByVariant(lines)
  if (!(await moveStock(db, 'hold', units))) throw await shortage(db, lines, units)
}

/** Sells the units of all lines while COMMIT is on its way, or fails it with `out_of_stock`. */
export async function sellAtCommit(db: Tx, { lines, mode }: StockWish): Promise<void> {
  if (mode === 'test') return
  const units = unitsByVariant(lines)
  try {
    await moveStock(db, 'sell', units, true)
  } catch (error) {
    if (codeOf(error) !== divisionByZero) throw error
    throw await shortage(db, lines, units)
  }
}

async function shortage(db: Tx, lines: StockWish['lines'], units: readonly StockUnits[]) {
  const ids = units.map(({ variantId }) => variantId)
  return outOfStock(lines, units, await selectAvailable(db, ids))
}
