import type { Context } from '../core/context.ts'
import { invalidField } from '../core/errors.ts'
import { ownSeller } from '../sellers/index.ts'

type Visitor = Pick<Context, 'db' | 'caller'>

/** The seller that is meant: the key's own, or a named one that the caller acts for. */
export async function payeeSellerId(
  { db, caller }: Visitor,
  wire: string | undefined,
): Promise<string> {
  if (wire === undefined && caller.sellerId !== null) return caller.sellerId
  if (wire === undefined) {
    throw invalidField('#/sellerId', 'required', 'Name the seller, or use a key made for one.')
  }
  return (await ownSeller(db, caller, wire)).id
}

/** The seller whose payouts the caller may see; undefined for the operator, who sees all. */
export async function visiblePayee(
  visitor: Visitor,
  wire: string | undefined,
): Promise<string | undefined> {
  if (wire === undefined && visitor.caller.isOperator) return undefined
  return payeeSellerId(visitor, wire)
}

/**
 * Whose play a seller sees in the sandbox, where everybody's test orders name real sellers: the
 * account's own. Undefined where nothing is to be hidden.
 */
export function playerOf({ mode, isOperator, accountId }: Context['caller']): string | undefined {
  return mode === 'test' && !isOperator ? accountId : undefined
}
