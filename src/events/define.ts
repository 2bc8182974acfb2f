import type Type from 'typebox'

/** Something that happened, as others learn of it: by the event log and by webhooks. */
export interface EventDefinition<P extends Type.TSchema = Type.TSchema> {
  /** Past tense with its noun: `order.created`. */
  readonly type: string
  readonly summary: string
  /** A named schema; printed under `webhooks` in openapi.yaml. */
  readonly payload: P
  /** Goes to the one webhook endpoint it is about, whatever the others listen to. */
  readonly isAddressed?: true
}

// biome-ignore lint/suspicious/noExplicitAny: a list of events holds every payload type
export type AnyEvent = EventDefinition<any>

const defined = new Map<string, AnyEvent>()

/** States an event. Its type must be new. */
export function defineEvent<P extends Type.TSchema>(event: EventDefinition<P>): EventDefinition<P> {
  if (defined.has(event.type)) throw new Error(`the event ${event.type} is defined twice`)
  defined.set(event.type, event)
  return Object.freeze(event)
}

/** The definition of a type, as far as the running program knows it. */
export function eventOfType(type: string): AnyEvent | undefined {
  return defined.get(type)
}

/** Every type defined so far, sorted; complete once all modules are loaded. */
export function eventTypes(): string[] {
  return [...defined.keys()].sort()
}
