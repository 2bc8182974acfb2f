import type { Database } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { expireSilentParcels, judgeOverdueHandovers } from '../fulfillment/index.ts'
import { runDueCancellations, runDueOrders } from '../orders/index.ts'
import { runDueDisputes } from '../protection/index.ts'
import { doStep } from './do-step.ts'
import { openSandbox } from './open-sandbox.ts'
import { finishStep, lockDueStep, selectDueAccounts, selectUnopened } from './queries.ts'
import { writeScripts } from './write-scripts.ts'

const stepsAtOnce = 100
const roundsAtOnce = 50

/**
 * Plays what simulated sellers and carriers do next, for one account or for all; answers how much
 * was done. `now` is the real time: each account's clock is added to it.
 */
export async function runDueSandbox(
  database: Database,
  now: Date,
  accountId: string | null = null,
): Promise<number> {
  let done = await database.transaction(writeScripts)
  for (let i = 0; i < stepsAtOnce; i++) {
    const type = await runStep(database, now, accountId)
    if (type === null) break
    done++
    if (type === 'ship') await database.transaction(writeScripts)
  }
  return done
}

/** Opens the sandboxes of accounts that got their first test key; answers how many. */
export async function openNewSandboxes(database: Database, now: Date): Promise<number> {
  const accounts = await database.read((db) => selectUnopened(db, 20))
  for (const accountId of accounts) {
    await database.transaction((db) => openSandbox(db, accountId, now))
  }
  return accounts.length
}

/** Plays the next step that is due; a step that the order refuses is put aside with the reason. */
async function runStep(database: Database, now: Date, accountId: string | null) {
  let refused: { id: string; dueAt: Date } | undefined
  try {
    return await database.transaction(async (db) => {
      const row = await lockDueStep(db, now, accountId)
      if (!row) return null
      refused = { id: row.id, dueAt: row.due_at }
      await doStep(db, row)
      return row.step.type
    })
  } catch (error) {
    if (!(error instanceof ApiError) || !refused) throw error
    const { id, dueAt } = refused
    await database.transaction((db) => finishStep(db, id, dueAt, error.message))
    return 'refused'
  }
}

/** Runs an account's own deadlines up to its time: acceptance, hand-over, protection, claims, silence. */
export async function runAccountClock(
  database: Database,
  accountId: string,
  accountNow: Date,
): Promise<number> {
  const scope = { mode: 'test' as const, accountId }
  const clocks = [
    runDueOrders,
    runDueCancellations,
    runDueDisputes,
    judgeOverdueHandovers,
    expireSilentParcels,
  ]
  let done = 0
  for (const clock of clocks) {
    for (let round = 0; round < roundsAtOnce; round++) {
      const moved = await database.transaction((db) => clock(db, accountNow, scope))
      done += moved
      if (moved === 0) break
    }
  }
  return done
}

/** Runs the deadlines of every account whose test orders have any due. */
export async function runDueClocks(database: Database, now: Date): Promise<number> {
  const accounts = await database.read((db) => selectDueAccounts(db, now, 20))
  let done = 0
  for (const { account_id, offset_ms } of accounts) {
    done += await runAccountClock(database, account_id, new Date(now.getTime() + offset_ms))
  }
  return done
}
