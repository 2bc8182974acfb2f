/** The event log: what happened, in order, for the event API and for webhooks. Knows no noun of the business. */
export { type AnyEvent, defineEvent, type EventDefinition } from './define.ts'
export { type Emission, emit, emitAll } from './emit.ts'
