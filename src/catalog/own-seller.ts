import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { ApiError, invalidField, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { Text } from '../core/schema.ts'
import { findSellerByName, isOwnSeller, type SellerRow, selectSeller } from '../sellers/index.ts'

/** Whom an input is about, for `actingSeller`. */
export const sellerInput = Text({
  minLength: 1,
  maxLength: 200,
  description: 'Id or name of the seller; a key bound to a seller needs none.',
})

/**
 * The seller a caller acts for: the one named by id or name, or the one its key is bound to. Throws
 * `not_found` for another's seller.
 */
export async function actingSeller(
  db: Tx,
  caller: Caller,
  named: string | undefined,
): Promise<SellerRow> {
  const given = named ?? (caller.sellerId === null ? undefined : ids.seller.encode(caller.sellerId))
  if (given === undefined) {
    throw invalidField('#/seller', 'required', 'Name the seller by id or name.')
  }
  const id = ids.seller.tryDecode(given)
  const row = id === undefined ? await findSellerByName(db, given) : await selectSeller(db, id)
  if (!row || !isOwnSeller(caller, row)) throw notFound('seller', given)
  return row
}

/** Throws `forbidden` for a test key: the catalogue is the same in both modes and is not to be played with. */
export function requireLive(caller: Caller): void {
  if (caller.mode === 'live') return
  throw new ApiError(
    'forbidden',
    'Test keys see the catalogue and cannot change it: use a live key.',
  )
}
