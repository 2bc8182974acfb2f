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

/** Settles an open negotiation; its order is locked, so it was open until now. */
export async function decideCancellation(
  db: Tx,
  { id, status, decidedAt, decisionNote }: CancellationRow,
): Promise<void> {
  await db.orm
    .update(cancellations)
    .set({ status, decidedAt, decisionNote })
    .where(eq(cancellations.id, id))
}

/** Negotiations whose time to answer is over. Served by cancellations_open. */
export async function selectUnanswered(
  db: Tx,
  now: Date,
  limit: number,
  of: { mode: CancellationRow['mode']; accountId?: string | undefined },
): Promise<CancellationRow[]> {
  return db.orm
    .select()
    .from(cancellations)
    .where(
      and(
        eq(cancellations.status, 'requested'),
        lt(cancellations.respondBy, now),
        eq(cancellations.mode, of.mode),
        of.accountId === undefined ? undefined : eq(cancellations.accountId, of.accountId),
      ),
    )
    .orderBy(asc(cancellations.respondBy))
    .limit(limit)
}
