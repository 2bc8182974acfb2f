import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { type SellerRow, selectSeller } from './queries.ts'
import type { OutcomeRow } from './queries-outcomes.ts'
import type { SellerStatus } from './tables.ts'

/** Sellers that everyone sees: those that sell, or may have parcels on the way. */
export const publicStatuses: readonly SellerStatus[] = ['vetted', 'suspended']

/** Whether the caller acts for the seller: its own key, its account's key or the operator's. */
export function isOwnSeller(caller: Caller, seller: SellerRow): boolean {
  if (caller.isOperator || caller.sellerId === seller.id) return true
  return caller.sellerId === null && seller.account_id === caller.accountId
}

/** The seller if the caller may see it; throws `not_found` otherwise. */
export async function visibleSeller(db: Tx, caller: Caller, wireId: string): Promise<SellerRow> {
  const row = await selectSeller(db, ids.seller.decode(wireId))
  const isVisible = row && (publicStatuses.includes(row.status) || isOwnSeller(caller, row))
  if (!isVisible) throw notFound('seller', wireId)
  return row
}

/** The seller if the caller acts for it; throws `not_found` otherwise. */
export async function ownSeller(db: Tx, caller: Caller, wireId: string): Promise<SellerRow> {
  const row = await selectSeller(db, ids.seller.decode(wireId))
  if (!row || !isOwnSeller(caller, row)) throw notFound('seller', wireId)
  return row
}

/** Whose test orders count for the caller beside live ones: its own under a test key, nobody's else. */
export function testAccountOf(caller: Caller): string | null {
  return caller.mode === 'test' ? caller.accountId : null
}

/** Whether the caller may know which order an outcome is of. */
export function isOrderShown(caller: Caller, seller: SellerRow, row: OutcomeRow): boolean {
  return row.account_id === caller.accountId || isOwnSeller(caller, seller)
}
