import type Type from 'typebox'

/** Something that happened, as others learn of it: by the event log and by webhooks. */
export interface EventDefinition<P extends Type.TSchema = Type.TSchema> {
  /** Past tense with its noun: `order.created`. */
  readonly type: string
  readonly summary: string
  /** A named schema; printed under `webhooks` in openapi.yaml. */
  readonly payload: P
}

// biome-ignore lint/suspicious/noExplicitAny: a list of events holds every payload type
export type AnyEvent = EventDefinition<any>

/** States an event; its payload is checked when it is emitted in tests. */
export function defineEvent<P extends Type.TSchema>(event: EventDefinition<P>): EventDefinition<P> {
  return Object.freeze(event)
}
