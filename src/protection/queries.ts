import { and, asc, desc, eq, inArray, isNull, lt, lte, type SQL } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import { disputeSteps, disputes, refunds } from './tables.ts'

export type DisputeRow = typeof disputes.$inferSelect
export type StepRow = typeof disputeSteps.$inferSelect
export type RefundRow = typeof refunds.$inferSelect

/** Writes a dispute; answers false where the part has an open one already. */
export async function insertDispute(db: Tx, row: DisputeRow): Promise<boolean> {
  const rows = await db.orm
    .insert(disputes)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: disputes.id })
  return rows.length > 0
}

export async function insertStep(db: Tx, row: StepRow): Promise<void> {
  await db.orm.insert(disputeSteps).values(row)
}

export async function insertRefund(db: Tx, row: RefundRow): Promise<void> {
  await db.orm.insert(refunds).values(row)
}

export async function selectDispute(db: Tx, id: string): Promise<DisputeRow | undefined> {
  const [row] = await db.orm.select().from(disputes).where(eq(disputes.id, id))
  return row
}

/** The part's open dispute. Served by disputes_open. */
export async function selectOpenDispute(db: Tx, sellerOrderId: string) {
  const [row] = await db.orm
    .select()
    .from(disputes)
    .where(and(eq(disputes.sellerOrderId, sellerOrderId), isNull(disputes.closedAt)))
  return row
}

export async function updateDispute(db: Tx, { id, ...values }: DisputeRow): Promise<void> {
  await db.orm.update(disputes).set(values).where(eq(disputes.id, id))
}

export interface DisputeFilter {
  readonly mode: Mode
  readonly accountId?: string | undefined
  readonly sellerId?: string | undefined
  readonly orderId?: string | undefined
  readonly status?: DisputeRow['status'] | undefined
}

/** Newest first, before an id. */
export async function selectDisputes(
  db: Tx,
  filter: DisputeFilter,
  before: string | undefined,
  limit: number,
): Promise<DisputeRow[]> {
  const conditions: (SQL | undefined)[] = [
    eq(disputes.mode, filter.mode),
    filter.accountId === undefined ? undefined : eq(disputes.accountId, filter.accountId),
    filter.sellerId === undefined ? undefined : eq(disputes.sellerId, filter.sellerId),
    filter.orderId === undefined ? undefined : eq(disputes.orderId, filter.orderId),
    filter.status === undefined ? undefined : eq(disputes.status, filter.status),
    before === undefined ? undefined : lt(disputes.id, before),
  ]
  return db.orm
    .select()
    .from(disputes)
    .where(and(...conditions))
    .orderBy(desc(disputes.id))
    .limit(limit)
}

/** What was said in disputes, oldest first. */
export async function selectSteps(db: Tx, disputeIds: readonly string[]): Promise<StepRow[]> {
  if (disputeIds.length === 0) return []
  return db.orm
    .select()
    .from(disputeSteps)
    .where(inArray(disputeSteps.disputeId, [...disputeIds]))
    .orderBy(asc(disputeSteps.id))
}

/** Disputes whose clock has run out. Served by disputes_due. */
export async function selectDueDisputes(
  db: Tx,
  now: Date,
  of: { readonly mode: Mode; readonly accountId?: string },
  limit: number,
): Promise<DisputeRow[]> {
  return db.orm
    .select()
    .from(disputes)
    .where(
      and(
        lte(disputes.dueAt, now),
        eq(disputes.mode, of.mode),
        of.accountId === undefined ? undefined : eq(disputes.accountId, of.accountId),
      ),
    )
    .orderBy(asc(disputes.dueAt))
    .limit(limit)
}

/** An order's refunds, newest first, before an id; of one seller's part where one is named. */
export async function selectRefunds(
  db: Tx,
  of: { readonly orderId: string; readonly sellerId?: string | undefined },
  before: string | undefined,
  limit: number,
): Promise<RefundRow[]> {
  return db.orm
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.orderId, of.orderId),
        of.sellerId === undefined ? undefined : eq(refunds.sellerId, of.sellerId),
        before === undefined ? undefined : lt(refunds.id, before),
      ),
    )
    .orderBy(desc(refunds.id))
    .limit(limit)
}

export async function selectRefund(db: Tx, id: string): Promise<RefundRow | undefined> {
  const [row] = await db.orm.select().from(refunds).where(eq(refunds.id, id))
  return row
}

/** Disputes of several orders, oldest first. */
export async function selectDisputesOfOrders(
  db: Tx,
  orderIds: readonly string[],
): Promise<DisputeRow[]> {
  return db.orm
    .select()
    .from(disputes)
    .where(inArray(disputes.orderId, [...orderIds]))
    .orderBy(asc(disputes.id))
}

/** Refunds of several orders, oldest first. */
export async function selectRefundsOfOrders(
  db: Tx,
  orderIds: readonly string[],
): Promise<RefundRow[]> {
  return db.orm
    .select()
    .from(refunds)
    .where(inArray(refunds.orderId, [...orderIds]))
    .orderBy(asc(refunds.id))
}
