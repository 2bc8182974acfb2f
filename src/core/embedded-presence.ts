import { setTimeout as pause } from 'node:timers/promises'
import { owner } from './embedded-cluster.ts'
import { type LockFile, stopServer } from './embedded-lock-file.ts'
import { Lane } from './pool-lane.ts'
import { socketUrl, targetOf } from './pool-target.ts'
import { isConnectionLoss } from './unavailable.ts'

// Held in the database `postgres`: shared by everyone who uses the server, alone by who stops it.
const presenceKey = 7_236_811_006
const connectMs = 5_000

/** One process's claim on an embedded server, gone with its connection however the process ends. */
export interface Presence {
  readonly lock: LockFile
  readonly lane: Lane
  /** Other processes that use the server, as they call themselves. */
  readonly others: readonly string[]
  readonly isDurable: boolean
}

/** Claims a server; undefined when it is going away and another must be started. */
export async function claim(lock: LockFile): Promise<Presence | undefined> {
  const lane = await openOrNothing(lock)
  if (!lane) return undefined
  const { sql } = lane.tx
  const [row] = await sql<{ isMine: boolean; others: string[]; fsync: string }[]>`
    select pg_try_advisory_lock_shared(${presenceKey}) as "isMine",
      current_setting('fsync') as fsync,
      array(select application_name from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and classid = ${Math.floor(presenceKey / 2 ** 32)}
          and objid = ${presenceKey % 2 ** 32} and pid <> pg_backend_pid()) as others`
  if (!row?.isMine) {
    await lane.close()
    return undefined
  }
  return { lock, lane, others: row.others, isDurable: row.fsync === 'on' }
}

/** Gives the claim up and stops the server unless another process has one. */
export async function leave({ lane, lock }: Presence): Promise<void> {
  await lane.close()
  const last = await openOrNothing(lock)
  if (!last) return
  const [row] = await last.tx.sql<{ isAlone: boolean }[]>`
    select pg_try_advisory_lock(${presenceKey}) as "isAlone"`
  if (row?.isAlone) await stopServer(lock)
  await last.close()
}

async function openOrNothing({ socketFolder }: LockFile): Promise<Lane | undefined> {
  try {
    return await Lane.open(targetOf(socketUrl(socketFolder, owner, 'postgres')), connectMs)
  } catch (error) {
    if (!isConnectionLoss(error)) throw error
    await pause(20)
    return undefined
  }
}
