import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import type { TransactionOptions, Tx } from './database.ts'
import type { Pool } from './pool.ts'
import type { Lane } from './pool-lane.ts'
import {
  asUnavailable,
  DatabaseUnavailable,
  isConflict,
  isConnectionLoss,
  isUnavailable,
} from './unavailable.ts'

type Work<T> = (db: Tx) => Promise<T>

const conflictRetries = 3

export interface Limits {
  readonly deadlineMs: number
  /** Replaces the session's statement timeout while the work runs. */
  readonly statementTimeoutMs: number | undefined
  /** Whether other such work may wait on the same connection. */
  readonly mayShare?: boolean
}

/** Runs reads on a borrowed connection; once more when the connection turns out to be dead. */
export async function runRead<T>(pool: Pool, work: Work<T>, limits: Limits): Promise<T> {
  const endsAt = Date.now() + limits.deadlineMs
  try {
    return await onLane(pool, limits, (lane) => readOn(lane, work, limits))
  } catch (error) {
    if (!isLost(error) || Date.now() >= endsAt) throw asUnavailable(error)
  }
  try {
    const deadlineMs = endsAt - Date.now()
    return await onLane(pool, { ...limits, deadlineMs }, (lane) => readOn(lane, work, limits))
  } catch (error) {
    throw asUnavailable(error)
  }
}

function readOn<T>(lane: Lane, work: Work<T>, { statementTimeoutMs }: Limits): Promise<T> {
  if (statementTimeoutMs === undefined) return work(lane.tx)
  const command = (text: string) =>
    lane.tx.sql.unsafe(text).catch((error: Error) => lane.kill(error))
  command(`set statement_timeout = ${statementTimeoutMs}`)
  return work(lane.tx).finally(() => command('reset statement_timeout'))
}

/**
 * Runs work between BEGIN and COMMIT. Conflicts are retried three times with jitter, a connection
 * lost before COMMIT once; when COMMIT was sent and not answered nothing is retried.
 */
export async function runTransaction<T>(
  pool: Pool,
  work: Work<T>,
  limits: Limits & Pick<TransactionOptions, 'isolation' | 'ending'>,
): Promise<T> {
  const endsAt = Date.now() + limits.deadlineMs
  const begin = beginning(limits)
  let conflicts = 0
  let losses = 0
  for (;;) {
    const attempt: Attempt = { begin, isCommitting: false, ending: limits.ending }
    try {
      const deadlineMs = endsAt - Date.now()
      return await onLane(pool, { deadlineMs }, (lane) => transact(lane, work, attempt))
    } catch (error) {
      if (attempt.isCommitting && !isAnswer(error)) {
        throw new DatabaseUnavailable('outcomeUnknown', { cause: error })
      }
      const again =
        (isConflict(error) && conflicts++ < conflictRetries) || (isLost(error) && losses++ < 1)
      if (!again || Date.now() >= endsAt) throw asUnavailable(error)
      if (isConflict(error)) await pause(Math.random() * 10 * 2 ** conflicts)
    }
  }
}

function beginning({
  isolation,
  statementTimeoutMs,
}: Parameters<typeof runTransaction>[2]): string {
  const begin = isolation === undefined ? 'begin' : `begin isolation level ${isolation}`
  if (statementTimeoutMs === undefined) return begin
  return `${begin}; set local statement_timeout = ${statementTimeoutMs}`
}

interface Attempt {
  readonly begin: string
  readonly ending: TransactionOptions['ending']
  isCommitting: boolean
}

async function onLane<T>(
  pool: Pool,
  { deadlineMs, mayShare }: Pick<Limits, 'deadlineMs' | 'mayShare'>,
  work: (lane: Lane) => Promise<T>,
): Promise<T> {
  const lane = await pool.borrow(mayShare)
  try {
    return await lane.supervise(() => work(lane), deadlineMs)
  } finally {
    if (isUnavailable(lane.failure, 'deadline')) void pool.verify()
    pool.release(lane)
  }
}

async function transact<T>(lane: Lane, work: Work<T>, attempt: Attempt): Promise<T> {
  const { sql } = lane.tx
  // Not awaited: it travels with the first statement.
  sql.unsafe(attempt.begin).catch((error: Error) => lane.kill(error))
  let result: T
  try {
    result = await work(lane.tx)
  } catch (error) {
    // A connection that cannot roll back, in the middle of a COPY for one, is of no more use.
    if (!lane.failure) await sql.unsafe('rollback').catch(() => spoil(lane))
    throw error
  }
  if (lane.failure) throw lane.failure
  attempt.isCommitting = true
  const { command } = await sql.unsafe('commit').catch((error: Error) => {
    if (!isAnswer(error)) spoil(lane)
    throw error
  })
  if (command === 'COMMIT') return result
  // The server turned it into ROLLBACK: that is certain, and an earlier statement knows why.
  attempt.isCommitting = false
  await attempt.ending?.()
  throw new SwallowedError()
}

function spoil(lane: Lane): void {
  lane.isSpoilt = true
}

/** An earlier statement had failed, and nobody told of it. */
class SwallowedError extends Error {
  override readonly name = 'SwallowedError'
  override readonly message =
    'Nothing was committed: a statement of the transaction failed and its error was swallowed'
}

// What the server said about COMMIT is final; anything else leaves the outcome open.
function isAnswer(error: unknown): boolean {
  return error instanceof postgres.PostgresError && !isConnectionLoss(error)
}

function isLost(error: unknown): boolean {
  return isUnavailable(error, 'connection') || isConnectionLoss(error)
}
