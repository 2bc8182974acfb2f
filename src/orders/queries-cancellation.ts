import { and, asc, eq, lt } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import type { CancellationRow } from './record.ts'
import { cancellations } from './tables.ts'

export async function insertCancellation(db: Tx, row: CancellationRow): Promise<void> {
  await db.orm.insert(cancellations).values(row)
}

export async function selectCancellation(db: Tx, id: string): Promise<CancellationRow | undefined> {
  const [row] = await db.orm.select().from(cancellations).where(eq(cancellations.id, id))
  return row
}

/** Settles an open negotiation; answers false where it was settled before. */
export async function decideCancellation(
  db: Tx,
  id: string,
  decision: Pick<CancellationRow, 'status' | 'decidedAt' | 'decisionNote'>,
): Promise<boolean> {
  const decided = await db.orm
    .update(cancellations)
    .set(decision)
    .where(and(eq(cancellations.id, id), eq(cancellations.status, 'requested')))
    .returning({ id: cancellations.id })
  return decided.length === 1
}

/** Rejects what is open about a part of which nothing is left to cancel. */
export async function closeCancellations(
  db: Tx,
  sellerOrderId: string,
  decidedAt: Date,
  decisionNote: string,
): Promise<void> {
  await db.orm
    .update(cancellations)
    .set({ status: 'rejected', decidedAt, decisionNote })
    .where(
      and(eq(cancellations.sellerOrderId, sellerOrderId), eq(cancellations.status, 'requested')),
    )
}

/** Negotiations whose time to answer is over. */
export async function selectUnanswered(
  db: Tx,
  now: Date,
  limit: number,
): Promise<CancellationRow[]> {
  return db.orm
    .select()
    .from(cancellations)
    .where(and(eq(cancellations.status, 'requested'), lt(cancellations.respondBy, now)))
    .orderBy(asc(cancellations.respondBy))
    .limit(limit)
}
