import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../core/database.ts'
import type { Job } from '../core/job.ts'
import { relayEvents } from '../events/index.ts'
import { claim } from './claim.ts'
import { type DispatcherOf, deliver } from './deliver.ts'
import { fanOut } from './fan-out.ts'
import { guardedAgent } from './guarded-agent.ts'
import { deleteDeliveriesBefore } from './queries-deliveries.ts'

/** Hands new events to the endpoints that want them. */
export const relayJob: Job = {
  name: 'relay events',
  everyMs: 250,
  run: (database, now) => relayEvents(database, now, fanOut),
}

const everyMs = 250

/**
 * Delivers what is due with a number of slots. A run starts what fits and answers soon, so that slow
 * receivers hold slots and not the loop; `settle` waits for what is in flight.
 */
export function createCourier(
  dispatcherOf: DispatcherOf,
  slots = 64,
): Job & { settle(): Promise<void> } {
  const inFlight = new Set<Promise<void>>()
  const failures: unknown[] = []
  const start = (attempt: Promise<void>) => {
    const running = attempt
      .catch((error: unknown) => void failures.push(error))
      .finally(() => inFlight.delete(running))
    inFlight.add(running)
  }
  return {
    name: 'deliver webhooks',
    everyMs,
    async run(database: Database, now: Date): Promise<number> {
      // An attempt that could not be recorded is made again when its lease ends.
      if (failures.length > 0) throw failures.splice(0)[0]
      const free = slots - inFlight.size
      const claimed = free > 0 ? await claim(database, now, free) : []
      for (const one of claimed) start(deliver(database, one, dispatcherOf, now))
      const busy = inFlight.size
      if (busy > 0) await Promise.race([...inFlight, pause(everyMs)])
      // A slot that came free is a reason to look again at once.
      return claimed.length > 0 ? claimed.length : Number(inFlight.size < busy)
    },
    async settle() {
      await Promise.all(inFlight)
    },
  }
}

const agents = new Map<string, ReturnType<typeof guardedAgent>>()

const guarded: DispatcherOf = (mode) => {
  const agent = agents.get(mode) ?? guardedAgent(mode)
  agents.set(mode, agent)
  return agent
}

const keptMs = 30 * 24 * 3_600_000

/** Forgets deliveries and their attempts after 30 days; the events stay in the log. */
const forgetJob: Job = {
  name: 'forget old deliveries',
  everyMs: 3_600_000,
  run: (database, now) =>
    database.transaction((db) => deleteDeliveriesBefore(db, new Date(now.getTime() - keptMs))),
}

export const jobs: readonly Job[] = [relayJob, createCourier(guarded), forgetJob]
