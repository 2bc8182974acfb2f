import type { Database, Tx } from '../core/database.ts'
import type { Job } from '../core/job.ts'
import type { Mode } from '../core/operation.ts'
import { commitMove } from './commit-move.ts'
import { completePart } from './complete-part.ts'
import { cancellationExpired } from './events.ts'
import { cancelPart, rejectPart } from './part-moves.ts'
import { decideCancellation, selectUnanswered } from './queries-cancellation.ts'
import { releaseExpiredHolds } from './queries-quote.ts'
import { lockDueOrders, selectRecord, selectRecordsOf } from './queries-record.ts'
import { linesOf, type OrderRecord, type PartRow, partOf } from './record.ts'
import { openUnits } from './state.ts'

/** Whose clocks: all live orders, or one account's test orders, whose clock is its own. */
export interface DueScope {
  readonly mode: Mode
  readonly accountId?: string
}

const batch = 50

/**
 * Does what came due to orders until `now`: rejects what no seller accepted, cancels what was never
 * sent, completes what nobody disputed. Orders that are being moved are left for the next time.
 * Answers how many parts moved.
 */
export async function runDueOrders(
  db: Tx,
  now: Date,
  scope: DueScope = { mode: 'live' },
): Promise<number> {
  const rows = await lockDueOrders(db, now, batch, scope)
  let moved = 0
  for (const record of await selectRecordsOf(db, rows)) moved += await runDueParts(db, record, now)
  return moved
}

async function runDueParts(db: Tx, record: OrderRecord, now: Date): Promise<number> {
  let current = record
  let moved = 0
  for (const { id, dueAt } of record.parts) {
    if (dueAt === null || dueAt > now) continue
    current = await runDuePart(db, current, partOf(current, id)!, now)
    moved++
  }
  return moved
}

async function runDuePart(
  db: Tx,
  record: OrderRecord,
  part: PartRow,
  now: Date,
): Promise<OrderRecord> {
  const actor = 'platform' as const
  if (part.acceptance === 'pending') {
    return rejectPart(db, record, part, { actor, reason: 'notAccepted', now })
  }
  if (linesOf(record, part.id).some((line) => openUnits(line) > 0)) {
    return cancelPart(db, record, part, { actor, reason: 'notSent', now })
  }
  return completePart(db, record, part, { actor, reason: 'protectionEnded', now })
}

/** Lets requests to cancel expire that no seller answered; answers how many. */
export async function runDueCancellations(
  db: Tx,
  now: Date,
  scope: DueScope = { mode: 'live' },
): Promise<number> {
  const rows = await selectUnanswered(db, now, batch, scope)
  let expired = 0
  for (const row of rows) {
    const record = await selectRecord(db, row.orderId, { lock: true })
    const open = record?.cancellations.find(
      ({ id, status }) => id === row.id && status === 'requested',
    )
    if (!record || !open) continue
    await decideCancellation(db, { ...open, status: 'expired', decidedAt: now })
    const move = { event: cancellationExpired, sellerOrderId: row.sellerOrderId }
    await commitMove(db, record, record, { ...move, actor: 'platform', now })
    expired++
  }
  return expired
}

const everyMs = 5_000

function inTransaction(work: (db: Tx, now: Date) => Promise<number>): Job['run'] {
  return (database: Database, now) => database.transaction((db) => work(db, now))
}

export const jobs: readonly Job[] = [
  { name: 'orders that are due', everyMs, run: inTransaction((db, now) => runDueOrders(db, now)) },
  {
    name: 'cancellations without an answer',
    everyMs,
    run: inTransaction((db, now) => runDueCancellations(db, now)),
  },
  {
    name: 'stock held by expired quotes',
    everyMs,
    run: inTransaction((db, now) => releaseExpiredHolds(db, now, batch)),
  },
]
