import type { Database, Tx } from '../core/database.ts'
import type { Job } from '../core/job.ts'
import type { DueScope } from '../orders/index.ts'
import { type DisputeDefault, waitOf } from './dispute-state.ts'
import { lockDispute, type Step, takeStep } from './move-dispute.ts'
import { type DisputeRow, selectDueDisputes } from './queries.ts'

const batch = 50

type Outcome = Pick<Step, 'action' | 'amountMinor'>

function outcomeOf(dispute: DisputeRow, whenDue: DisputeDefault): Outcome {
  if (whenDue === 'reject') return { action: 'reject' }
  if (whenDue === 'refundClaimed') return { action: 'refund' }
  return { action: 'refund', amountMinor: dispute.offeredMinor ?? dispute.claimedMinor }
}

/**
 * Ends what nobody acted on in time, as the dispute announced in `whenDue`. Answers how many ended;
 * a dispute that was moved in the meantime is left alone.
 */
export async function runDueDisputes(
  db: Tx,
  now: Date,
  scope: DueScope = { mode: 'live' },
): Promise<number> {
  let ended = 0
  for (const row of await selectDueDisputes(db, now, scope, batch)) {
    if (await endIfDue(db, row, now)) ended++
  }
  return ended
}

async function endIfDue(db: Tx, row: DisputeRow, now: Date): Promise<boolean> {
  const locked = await lockDispute(db, row)
  const { dispute } = locked
  const wait = waitOf(dispute.status)
  if (wait === undefined || dispute.dueAt === null || dispute.dueAt > now) return false
  const note = `The ${wait.for} did not act in time.`
  await takeStep(db, locked, { ...outcomeOf(dispute, wait.whenDue), actor: 'clock', note, now })
  return true
}

export const jobs: readonly Job[] = [
  { name: 'endDueDisputes', everyMs: 10_000, run: endDueDisputes },
]

// Each in a transaction of its own: one that cannot be ended must not keep the others.
async function endDueDisputes(database: Database, now: Date): Promise<number> {
  const due = await database.read((db) => selectDueDisputes(db, now, { mode: 'live' }, batch))
  const results = []
  for (const row of due) {
    const ended = database.transaction((db) => endIfDue(db, row, now))
    results.push(await ended.catch((error: unknown) => new Error(row.id, { cause: error })))
  }
  const failures = results.filter((result) => result instanceof Error)
  if (failures.length > 0) throw new AggregateError(failures, 'disputes that could not be ended')
  return results.filter((ended) => ended === true).length
}
