import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { selectSellers } from './queries.ts'
import { type Seller, sellerOf } from './schema.ts'
import { isOwnSeller, publicStatuses } from './visibility.ts'

/** Sellers by wire id in the order asked for, for links; null where the caller may not see one. */
export async function loadSellers(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireIds: readonly (string | null)[],
): Promise<(Seller | null)[]> {
  const wanted = wireIds.map((id) => (id === null ? null : ids.seller.decode(id)))
  const rows = await selectSellers(db, [...new Set(wanted.filter((id) => id !== null))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return wanted.map((id) => {
    const row = id === null ? undefined : byId.get(id)
    if (!row) return null
    return publicStatuses.includes(row.status) || isOwnSeller(caller, row) ? sellerOf(row) : null
  })
}
