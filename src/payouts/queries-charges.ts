import { and, desc, eq, lt } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import { charges } from './tables.ts'

export type ChargeRow = typeof charges.$inferSelect

export async function insertCharge(db: Tx, row: ChargeRow): Promise<void> {
  await db.orm.insert(charges).values(row)
}

/** Charges, newest first, before an id; of one seller where one is named. */
export async function selectCharges(
  db: Tx,
  sellerId: string | undefined,
  before: string | undefined,
  limit: number,
): Promise<ChargeRow[]> {
  return db.orm
    .select()
    .from(charges)
    .where(
      and(
        sellerId === undefined ? undefined : eq(charges.sellerId, sellerId),
        before === undefined ? undefined : lt(charges.id, before),
      ),
    )
    .orderBy(desc(charges.id))
    .limit(limit)
}

/** What a seller is owed in a currency now. An index-only sum. */
export async function earningsOf({ sql }: Tx, sellerId: string, currency: string): Promise<number> {
  const [row] = await sql<{ balance: number }[]>`
    select coalesce(sum(amount_minor), 0)::bigint as balance from ledger_entries
    where account = 'sellerPayable' and owner_id = ${sellerId} and mode = 'live'
      and currency = ${currency}`
  return row!.balance
}
