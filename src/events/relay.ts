import type { Database, Tx } from '../core/database.ts'
import { type EventRow, placeEvents, takeUnrelayed } from './queries.ts'

/** What a module above does with events on their way out, in the transaction that marks them relayed. */
export type Relay = (db: Tx, events: readonly EventRow[], now: Date) => Promise<void>

const batch = 500

/** Places what is new and relays a batch of what waits; answers how many events left. */
export async function relayEvents(database: Database, now: Date, relay: Relay): Promise<number> {
  await database.transaction((db) => placeEvents(db, 4 * batch))
  return database.transaction(async (db) => {
    const events = await takeUnrelayed(db, now, batch)
    if (events.length > 0) await relay(db, events, now)
    return events.length
  })
}
