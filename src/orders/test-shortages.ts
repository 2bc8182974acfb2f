import type { Tx } from '../core/database.ts'

/** Which of these variants an account's sandbox pretends to be out of. */
export type ShortageReader = (
  db: Tx,
  accountId: string,
  variantIds: readonly string[],
) => Promise<ReadonlySet<string>>

let reader: ShortageReader | undefined

/** Lets the sandbox, which stands above orders, make goods run out for test orders. */
export function useTestShortages(given: ShortageReader): void {
  reader = given
}

export async function testShortages(
  db: Tx,
  accountId: string,
  variantIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return reader ? reader(db, accountId, variantIds) : new Set()
}
