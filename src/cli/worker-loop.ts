import { setTimeout as pause } from 'node:timers/promises'
import { jobs } from '../contract/operations.ts'
import type { Database } from '../core/database.ts'
import type { Job } from '../core/job.ts'

interface Log {
  error(details: object, message: string): void
  debug(details: object, message: string): void
}

export interface Worker {
  /**
   * Takes no further work and answers when what runs has ended; what a job left in flight is waited
   * for `drainMs` at the most, and taken up by another worker when its lease ends.
   */
  stop(drainMs: number): Promise<void>
}

/** Runs every job in its own loop until stopped; a job that fails is logged and tried again later. */
export function startWorker(database: Database, log: Log, work: readonly Job[] = jobs): Worker {
  const stopping = new AbortController()
  const loops = work.map((job) => loop(job, database, log, stopping.signal))
  return {
    async stop(drainMs) {
      stopping.abort()
      const enough = pause(drainMs, undefined, { ref: false })
      await Promise.all(loops)
      await Promise.race([Promise.all(work.map((job) => job.settle?.())), enough])
    },
  }
}

async function loop(job: Job, database: Database, log: Log, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let done = 0
    try {
      done = await job.run(database, new Date())
      failures = 0
      if (done > 0) log.debug({ job: job.name, done }, 'Job did its work')
    } catch (err) {
      failures++
      log.error({ err, job: job.name }, 'Job failed')
    }
    const wait = failures > 0 ? Math.min(60_000, 1000 * 2 ** failures) : done > 0 ? 1 : job.everyMs
    // An aborted pause is the signal to stop, which the loop's condition sees.
    await pause(wait, undefined, { signal }).catch(() => undefined)
  }
}
