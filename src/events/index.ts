import type { AnyOperation } from '../core/operation.ts'
import { getEvent } from './get-event.ts'
import { listEvents } from './list-events.ts'

/** The event log: what happened, in order, for the event API and for webhooks. Knows no noun of the business. */
export { type AnyEvent, defineEvent, type EventDefinition, eventOfType } from './define.ts'
export { type Emission, emit, emitAll, emitEach, type News } from './emit.ts'
export { checkPatterns, EventPatterns, matchesEvent } from './patterns.ts'
export type { EventFilter, EventRow } from './queries.ts'
export { findEvents, readLog } from './read-log.ts'
export { type Relay, relayEvents } from './relay.ts'
export { Event, eventOf } from './schema.ts'
export { visibleEvents } from './visible.ts'

export const operations: readonly AnyOperation[] = [listEvents, getEvent]
