import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { type ParcelRow, selectParcel } from './queries.ts'
import type { TrackingSource } from './tables.ts'

type Owned = Pick<ParcelRow, 'mode' | 'account_id' | 'seller_id'>

/** Whether the caller may see a parcel: its buyer, its seller and the operator may. */
export function maySee(caller: Caller, parcel: Owned): boolean {
  if (caller.mode !== parcel.mode) return false
  if (caller.sellerId !== null) return mayMove(caller, parcel)
  return parcel.account_id === caller.accountId || mayMove(caller, parcel)
}

/** Whether the caller may report on a parcel: its seller and the operator; in the sandbox its own account. */
export function mayMove(caller: Caller, parcel: Owned): boolean {
  if (caller.mode !== parcel.mode) return false
  if (parcel.mode === 'test') {
    const isSeller = caller.sellerId === null || caller.sellerId === parcel.seller_id
    return parcel.account_id === caller.accountId && isSeller
  }
  return caller.isOperator || caller.sellerId === parcel.seller_id
}

/** The parcel if the caller may see it; throws `not_found` otherwise. */
export async function visibleParcel(db: Tx, caller: Caller, wireId: string): Promise<ParcelRow> {
  const row = await selectParcel(db, ids.parcel.decode(wireId))
  if (!row || !maySee(caller, row)) throw notFound('parcel', wireId)
  return row
}

/** The parcel if the caller may report on it; throws `not_found` otherwise. */
export async function movableParcel(db: Tx, caller: Caller, wireId: string): Promise<ParcelRow> {
  const row = await selectParcel(db, ids.parcel.decode(wireId))
  if (!row || !mayMove(caller, row)) throw notFound('parcel', wireId)
  return row
}

/** As whom the caller speaks of a parcel. */
export function sourceOf(caller: Caller): TrackingSource {
  if (caller.mode === 'test') return 'sandbox'
  return caller.sellerId === null ? 'carrier' : 'seller'
}
