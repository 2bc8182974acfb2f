import type { Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { type EventRow, eventOfType, matchesEvent } from '../events/index.ts'
import { selectListeners } from './queries.ts'
import { insertDeliveries, type Match } from './queries-deliveries.ts'
import type { EndpointRow } from './rows.ts'

/** Queues each event for every endpoint that wants it, in the transaction that marks it relayed. */
export async function fanOut(db: Tx, events: readonly EventRow[], now: Date): Promise<void> {
  const owners = new Map(
    events.map((event) => [
      `${event.account_id} ${event.mode}`,
      { accountId: event.account_id, mode: event.mode },
    ]),
  )
  const endpoints = await selectListeners(db, [...owners.values()])
  const matches: Match[] = []
  for (const event of events) {
    for (const endpoint of endpoints) {
      if (wants(endpoint, event)) matches.push({ endpointId: endpoint.id, eventId: event.id })
    }
  }
  if (matches.length > 0) await insertDeliveries(db, matches, now)
}

/** Whether an event goes to an endpoint by itself. */
export function wants(endpoint: EndpointRow, event: EventRow): boolean {
  if (endpoint.accountId !== event.account_id || endpoint.mode !== event.mode) return false
  if (eventOfType(event.type)?.isAddressed) return false
  if (!matchesEvent(endpoint.eventTypes, event.type)) return false
  const { sellerId } = endpoint
  return sellerId === null || event.payload.sellerId === ids.seller.encode(sellerId)
}
