import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

/** A click that an order names, and who orders by it. */
export interface Click {
  readonly id: string
  readonly accountId: string
  readonly mode: Mode
  readonly at: Date
}

/** The affiliate's account that a click earns for; null where it earns for nobody. */
export type AffiliateReader = (db: Tx, click: Click) => Promise<string | null>

let reader: AffiliateReader | undefined

/** Lets affiliate programmes, which stand above orders, say whose a click is; without them it is nobody's. */
export function useAffiliates(given: AffiliateReader | undefined): void {
  reader = given
}

export async function affiliateOf(
  db: Tx,
  { id, ...click }: Omit<Click, 'id'> & { readonly id: string | undefined },
): Promise<string | null> {
  return id !== undefined && reader ? reader(db, { id, ...click }) : null
}
