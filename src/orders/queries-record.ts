import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import type { LineRow, OrderRecord, OrderRow, PartRow } from './record.ts'
import {
  addressChanges,
  cancellations,
  orderLines,
  orderMoves,
  orders,
  sellerOrders,
} from './tables.ts'

/** The order and its parts and lines; `lock` keeps every other move of it waiting. */
export async function selectRecord(
  db: Tx,
  orderId: string,
  options: { lock?: boolean } = {},
): Promise<OrderRecord | undefined> {
  const wanted = db.orm.select().from(orders).where(eq(orders.id, orderId))
  const [order] = await (options.lock ? wanted.for('update') : wanted)
  if (order === undefined) return undefined
  const [record] = await selectRecordsOf(db, [order])
  return record
}

/** The records of orders already read, in their order. */
export async function selectRecordsOf(db: Tx, rows: readonly OrderRow[]): Promise<OrderRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [parts, lines, negotiations] = await Promise.all([
    db.orm
      .select()
      .from(sellerOrders)
      .where(inArray(sellerOrders.orderId, ids))
      .orderBy(asc(sellerOrders.sellerId)),
    db.orm
      .select()
      .from(orderLines)
      .where(inArray(orderLines.orderId, ids))
      .orderBy(asc(orderLines.position)),
    db.orm
      .select()
      .from(cancellations)
      .where(inArray(cancellations.orderId, ids))
      .orderBy(asc(cancellations.id)),
  ])
  return rows.map((order) => ({
    order,
    parts: parts.filter((part) => part.orderId === order.id),
    lines: lines.filter((line) => line.orderId === order.id),
    cancellations: negotiations.filter((each) => each.orderId === order.id),
  }))
}

/** The order a seller's part belongs to. */
export async function selectOrderIdOfPart(db: Tx, sellerOrderId: string) {
  const [row] = await db.orm
    .select({ orderId: sellerOrders.orderId })
    .from(sellerOrders)
    .where(eq(sellerOrders.id, sellerOrderId))
  return row?.orderId
}

export type MoveRow = typeof orderMoves.$inferSelect

export async function insertMoves(db: Tx, moves: readonly MoveRow[]): Promise<void> {
  if (moves.length > 0) await db.orm.insert(orderMoves).values([...moves])
}

export async function selectMoves(db: Tx, orderId: string): Promise<MoveRow[]> {
  return db.orm
    .select()
    .from(orderMoves)
    .where(eq(orderMoves.orderId, orderId))
    .orderBy(asc(orderMoves.id))
}

/** Writes the rows of `after` that differ from `before`; both come from one locked record. */
export async function updateRecord(db: Tx, before: OrderRecord, after: OrderRecord): Promise<void> {
  const parts = after.parts.filter((part) => !before.parts.includes(part))
  const lines = after.lines.filter((line) => !before.lines.includes(line))
  await Promise.all([
    ...(after.order === before.order ? [] : [updateOrder(db, after.order)]),
    ...parts.map((part) => updatePart(db, part)),
    ...lines.map((line) => updateLine(db, line)),
  ])
}

async function updateOrder(db: Tx, { id, ...values }: OrderRow): Promise<void> {
  await db.orm.update(orders).set(values).where(eq(orders.id, id))
}

async function updatePart(db: Tx, { id, ...values }: PartRow): Promise<void> {
  await db.orm.update(sellerOrders).set(values).where(eq(sellerOrders.id, id))
}

async function updateLine(db: Tx, line: LineRow): Promise<void> {
  const { cancelledQuantity, shippedQuantity, deliveredQuantity, refundedMinor } = line
  await db.orm
    .update(orderLines)
    .set({ cancelledQuantity, shippedQuantity, deliveredQuantity, refundedMinor })
    .where(eq(orderLines.id, line.id))
}

export interface OrderFilter {
  readonly accountId: string
  readonly mode: OrderRow['mode']
  readonly status?: OrderRow['status'] | undefined
  readonly clientReference?: string | undefined
  readonly sellerId?: string | undefined
  readonly createdAfter?: Date | undefined
  readonly createdBefore?: Date | undefined
}

/** Newest first, after `afterId`; reads orders_account backwards (orders_client_reference for one). */
export async function selectOrders(
  db: Tx,
  filter: OrderFilter,
  limit: number,
  afterId: string | undefined,
): Promise<OrderRow[]> {
  const { accountId, mode, status, clientReference, sellerId, createdAfter, createdBefore } = filter
  const conditions: (SQL | undefined)[] = [
    eq(orders.accountId, accountId),
    eq(orders.mode, mode),
    afterId === undefined ? undefined : lt(orders.id, afterId),
    status === undefined ? undefined : eq(orders.status, status),
    clientReference === undefined ? undefined : eq(orders.clientReference, clientReference),
    createdAfter === undefined ? undefined : gt(orders.createdAt, createdAfter),
    createdBefore === undefined ? undefined : lt(orders.createdAt, createdBefore),
    sellerId === undefined
      ? undefined
      : sql`exists (select 1 from ${sellerOrders} where ${sellerOrders.orderId} = ${orders.id}
          and ${sellerOrders.sellerId} = ${sellerId})`,
  ]
  return db.orm
    .select()
    .from(orders)
    .where(and(...conditions))
    .orderBy(desc(orders.id))
    .limit(limit)
}

export interface PartFilter {
  readonly sellerId: string
  readonly mode: PartRow['mode']
  /** A test key's seller side is its own account's orders only. */
  readonly accountId?: string | undefined
  readonly status?: PartRow['status'] | undefined
  readonly acceptance?: PartRow['acceptance'] | undefined
  readonly placedAfter?: Date | undefined
  readonly placedBefore?: Date | undefined
}

/** One seller's parts, newest first, with their orders; reads seller_orders_seller backwards. */
export async function selectParts(
  db: Tx,
  filter: PartFilter,
  limit: number,
  afterId: string | undefined,
): Promise<{ part: PartRow; order: OrderRow }[]> {
  const { sellerId, mode, accountId, status, acceptance, placedAfter, placedBefore } = filter
  const conditions: (SQL | undefined)[] = [
    eq(sellerOrders.sellerId, sellerId),
    eq(sellerOrders.mode, mode),
    accountId === undefined ? undefined : eq(sellerOrders.accountId, accountId),
    afterId === undefined ? undefined : lt(sellerOrders.id, afterId),
    status === undefined ? undefined : eq(sellerOrders.status, status),
    acceptance === undefined ? undefined : eq(sellerOrders.acceptance, acceptance),
    placedAfter === undefined ? undefined : gt(sellerOrders.placedAt, placedAfter),
    placedBefore === undefined ? undefined : lt(sellerOrders.placedAt, placedBefore),
  ]
  return db.orm
    .select({ part: getTableColumns(sellerOrders), order: getTableColumns(orders) })
    .from(sellerOrders)
    .innerJoin(orders, eq(orders.id, sellerOrders.orderId))
    .where(and(...conditions))
    .orderBy(desc(sellerOrders.id))
    .limit(limit)
}

/** The lines of some parts, by part and position. */
export async function selectLinesOfParts(db: Tx, parts: readonly PartRow[]): Promise<LineRow[]> {
  if (parts.length === 0) return []
  const orderIds = parts.map((part) => part.orderId)
  const partIds = parts.map((part) => part.id)
  return db.orm
    .select()
    .from(orderLines)
    .where(and(inArray(orderLines.orderId, orderIds), inArray(orderLines.sellerOrderId, partIds)))
    .orderBy(asc(orderLines.position))
}

/** Orders with a part whose clock has run out; orders that are being moved right now are skipped. */
export async function lockDueOrders(
  db: Tx,
  now: Date,
  limit: number,
  of: { mode: OrderRow['mode']; accountId?: string | undefined },
): Promise<OrderRow[]> {
  const due = db.orm
    .select({ orderId: sellerOrders.orderId })
    .from(sellerOrders)
    .where(
      and(
        lt(sellerOrders.dueAt, now),
        eq(sellerOrders.mode, of.mode),
        of.accountId === undefined ? undefined : eq(sellerOrders.accountId, of.accountId),
      ),
    )
    .orderBy(asc(sellerOrders.dueAt))
    .limit(limit)
  return db.orm
    .select()
    .from(orders)
    .where(inArray(orders.id, due))
    .for('update', { skipLocked: true })
}

export async function insertAddressChange(
  db: Tx,
  row: typeof addressChanges.$inferSelect,
): Promise<void> {
  await db.orm.insert(addressChanges).values(row)
}

/** Those of these orders that belong to the account. */
export async function selectOwnOrders(
  db: Tx,
  { accountId, mode }: Pick<OrderRow, 'accountId' | 'mode'>,
  ids: readonly string[],
): Promise<OrderRow[]> {
  if (ids.length === 0) return []
  return db.orm
    .select()
    .from(orders)
    .where(
      and(inArray(orders.id, [...ids]), eq(orders.accountId, accountId), eq(orders.mode, mode)),
    )
}
