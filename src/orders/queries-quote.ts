import { and, asc, eq, isNull, lt } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import { moveStock, type StockUnits, unitsByVariant } from './queries-stock.ts'
import type { QuoteRow } from './quote-view.ts'
import { quotes, stockHolds } from './tables.ts'

export async function insertQuote(db: Tx, row: QuoteRow): Promise<void> {
  await db.orm.insert(quotes).values(row)
}

/** Notes what a quote holds; the counters moved already. */
export async function insertHolds(
  db: Tx,
  quoteId: string,
  units: readonly StockUnits[],
): Promise<void> {
  await db.orm.insert(stockHolds).values(units.map((unit) => ({ quoteId, ...unit })))
}

export async function selectQuote(
  db: Tx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<QuoteRow | undefined> {
  const wanted = db.orm.select().from(quotes).where(eq(quotes.id, id))
  const [row] = await (options.lock ? wanted.for('update') : wanted)
  return row
}

/** Marks a locked quote as redeemed; what it held has become an order's. */
export async function redeemQuote(
  { sql }: Tx,
  id: string,
  { orderId, settledAt }: { orderId: string; settledAt: Date },
): Promise<void> {
  await sql`update quotes set order_id = ${orderId}, settled_at = ${settledAt} where id = ${id}`
}

/** What a quote holds, in the order in which stock is locked. */
export async function selectHolds(db: Tx, quoteId: string): Promise<StockUnits[]> {
  const rows = await db.orm.select().from(stockHolds).where(eq(stockHolds.quoteId, quoteId))
  return unitsByVariant(rows)
}

/** Gives back what expired quotes hold; quotes being redeemed right now are skipped. Answers how many. */
export async function releaseExpiredHolds(db: Tx, now: Date, limit: number): Promise<number> {
  const expired = await db.orm
    .select({ id: quotes.id })
    .from(quotes)
    .where(
      and(eq(quotes.isHoldingStock, true), isNull(quotes.settledAt), lt(quotes.expiresAt, now)),
    )
    .orderBy(asc(quotes.expiresAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  const held = await Promise.all(expired.map(({ id }) => selectHolds(db, id)))
  await moveStock(db, 'releaseHeld', unitsByVariant(held.flat()))
  for (const { id } of expired) {
    await db.orm.update(quotes).set({ settledAt: now }).where(eq(quotes.id, id))
  }
  return expired.length
}
