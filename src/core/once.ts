import type { Caller } from './context.ts'
import type { Database, Tx } from './database.ts'
import { claimKey, type StoredReply, storeReply } from './idempotency.ts'
import { codeOf } from './unavailable.ts'

/** Leaves a step to the very end of a keyed write; see `Context.atCommit`. */
export type AtCommit = (step: () => Promise<void>) => void

/** What is to be done once: for whom, under which key and with which status as its answer. */
export interface Deed {
  readonly caller: Caller
  readonly key: string
  readonly operation: string
  readonly fingerprint: string
  readonly status: number
  /** The work only reads before its steps at commit, so it need not wait for its key. */
  readonly writesAtCommit?: boolean | undefined
}

export interface Done<T> extends StoredReply {
  readonly output: T
  readonly replayed: boolean
}

/**
 * A keyed write, once: the reply is stored in the transaction of its effects. It is not waited for,
 * and neither are the steps left to the end: they travel with COMMIT, so that what they lock is free
 * as soon as can be. Where one fails the database turns that COMMIT into a rollback.
 */
export async function runOnce<T>(
  database: Database,
  deed: Deed,
  work: (db: Tx, atCommit: AtCommit) => Promise<T>,
): Promise<Done<T>> {
  const { caller, key, status } = deed
  let ending: Promise<void> | undefined
  const transact = async (db: Tx): Promise<Done<T>> => {
    const steps: (() => Promise<void>)[] = []
    ending = undefined
    const output = await claimed(db, deed, () => work(db, (step) => steps.push(step)))
    const json = JSON.stringify(output)
    ending = throwCause([
      storeReply(db, caller, key, { status, json }),
      ...steps.map((step) => step()),
    ])
    ending.catch(() => {})
    await allSent()
    return { status, output, json, replayed: false }
  }
  try {
    return await database.transaction(transact, { ending: () => ending })
  } catch (error) {
    if (!(error instanceof Replay)) throw error
    return { ...error.reply, output: JSON.parse(error.reply.json), replayed: true }
  }
}

/** What the work answers where its key is new; throws `Replay` where it is not. */
async function claimed<T>(db: Tx, deed: Deed, work: () => Promise<T>): Promise<T> {
  const claim = claimKey(db, deed.caller, deed.key, deed.operation, deed.fingerprint)
  const early = deed.writesAtCommit ? work() : undefined
  // Whatever the claim says: nothing may be asked of a connection after it was given back.
  const [held] = await Promise.allSettled([claim, early])
  if (held.status === 'rejected') throw held.reason
  if (held.value !== undefined) throw new Replay(held.value)
  return early ?? work()
}

/** Unwinds a transaction whose key has its reply already. */
class Replay extends Error {
  override readonly name = 'Replay'
  readonly reply: StoredReply

  constructor(reply: StoredReply) {
    super('The key has its reply already')
    this.reply = reply
  }
}

const transactionAborted = '25P02'

/** Waits for all, then throws why one failed; the others only say that the transaction had failed. */
async function throwCause(statements: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(statements)
  const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (reasons.length === 0) return
  throw reasons.find((reason) => codeOf(reason) !== transactionAborted) ?? reasons[0]
}

/** Drivers hand statements on some promises later: COMMIT must not overtake one of them. */
function allSent(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}
