import { and, asc, desc, eq, isNotNull, lt, lte } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import { charges } from './tables.ts'

export type ChargeRow = typeof charges.$inferSelect

export async function insertCharge(db: Tx, row: ChargeRow): Promise<void> {
  await db.orm.insert(charges).values(row)
}

/** A charge, locked until the unit of work ends. */
export async function lockCharge(db: Tx, id: string): Promise<ChargeRow | undefined> {
  const [row] = await db.orm.select().from(charges).where(eq(charges.id, id)).for('update')
  return row
}

/** The charge whose plan was to be bought again first. Served by charges_renewing. */
export async function selectDueRenewal(db: Tx, now: Date): Promise<ChargeRow | undefined> {
  const [row] = await db.orm
    .select()
    .from(charges)
    .where(lte(charges.renewsAt, now))
    .orderBy(asc(charges.renewsAt))
    .limit(1)
  return row
}

/** Sets when a plan is bought again; null ends it with its period. */
export async function setRenewal(db: Tx, id: string, renewsAt: Date | null): Promise<ChargeRow> {
  const [row] = await db.orm.update(charges).set({ renewsAt }).where(eq(charges.id, id)).returning()
  return row!
}

/** What was bought before renews no more: a new purchase takes over. */
export async function stopRenewals(db: Tx, sellerId: string): Promise<void> {
  await db.orm
    .update(charges)
    .set({ renewsAt: null })
    .where(and(eq(charges.sellerId, sellerId), isNotNull(charges.renewsAt)))
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
