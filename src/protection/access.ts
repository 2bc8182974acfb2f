import type { Caller, Context } from '../core/context.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { type DisputeRow, selectDispute } from './queries.ts'

export type Role = 'buyer' | 'seller' | 'platform'

/** What the caller is to a dispute, or undefined where it is not its business. */
export function roleOf(caller: Caller, row: DisputeRow): Role | undefined {
  if (caller.mode !== row.mode) return undefined
  const isBuyersAccount = caller.accountId === row.accountId
  if (caller.sellerId !== null) {
    // In the sandbox only the account that ordered plays its seller.
    const mayPlay = row.mode === 'live' || isBuyersAccount
    return caller.sellerId === row.sellerId && mayPlay ? 'seller' : undefined
  }
  if (isBuyersAccount) return 'buyer'
  return caller.isOperator ? 'platform' : undefined
}

/** A dispute the caller may see, with its role in it; throws `not_found`. */
export async function visibleDispute(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireId: string,
): Promise<{ row: DisputeRow; role: Role }> {
  const row = await selectDispute(db, ids.dispute.decode(wireId))
  const role = row && roleOf(caller, row)
  if (!row || !role) throw notFound('dispute', wireId)
  return { row, role }
}

/** Refuses a role whose turn an action is not. */
export function assertRole(role: Role, allowed: Role): void {
  if (role !== allowed) {
    throw new ApiError('forbidden', `Only the ${allowed} may do this in a dispute.`)
  }
}
