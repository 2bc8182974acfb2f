import type { Carrier } from './carriers/carrier.ts'
import { stateOfCode } from './carriers/codes.ts'
import type { HeardEvent } from './hear-events.ts'
import type { NewTrackingEvent } from './schema.ts'
import type { TrackingSource } from './tables.ts'

export interface EventOrigin {
  readonly carrier: Carrier
  readonly trackingNumber: string | null
  readonly source: TrackingSource
  readonly now: Date
}

/** Why an event cannot be taken: the member at fault, a code and how to mend it. */
export interface EventFault {
  readonly field: 'state' | 'code' | 'occurredAt'
  readonly code: string
  readonly message: string
}

const dayMs = 86_400_000

/** An event understood, or what is wrong with it. */
export function readEvent(
  event: NewTrackingEvent,
  { carrier, trackingNumber, source, now }: EventOrigin,
): HeardEvent | EventFault {
  const state = event.state ?? (event.code ? stateOfCode(carrier, event.code) : undefined)
  if (state === undefined) return stateFault(event, carrier)
  const occurredAt = new Date(event.occurredAt)
  const ageMs = now.getTime() - occurredAt.getTime()
  if (!(ageMs > -dayMs)) return timeFault('in_the_future', 'It must not lie in the future.')
  if (ageMs > 3 * 365 * dayMs) return timeFault('too_old', 'It must lie within three years.')
  return {
    state,
    rawCode: event.code ?? null,
    description: event.description ?? null,
    place: event.place ?? null,
    country: event.country ?? null,
    occurredAt,
    utcOffsetMinutes: offsetOf(event.occurredAt),
    source,
    carrier: carrier.code,
    trackingNumber,
    eventId: event.eventId ?? null,
  }
}

export function isFault(read: HeardEvent | EventFault): read is EventFault {
  return 'field' in read
}

/** Minutes east of UTC in an RFC 3339 time; null for `Z`, which tells no place's clock. */
export function offsetOf(time: string): number | null {
  const found = /([+-])(\d\d):(\d\d)$/.exec(time)
  if (!found) return null
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}

function stateFault({ code }: NewTrackingEvent, carrier: Carrier): EventFault {
  if (code === undefined) {
    return { field: 'state', code: 'required', message: 'Give a state, or a code of the carrier.' }
  }
  const message = `"${code}" is no code that we know of ${carrier.name}: give the state beside it.`
  return { field: 'code', code: 'unknown_code', message }
}

function timeFault(code: string, message: string): EventFault {
  return { field: 'occurredAt', code, message }
}
