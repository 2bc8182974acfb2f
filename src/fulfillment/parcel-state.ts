/** Every state a parcel can be in. */
export const parcelStates = [
  'labelCreated',
  'accepted',
  'inTransit',
  'customs',
  'customsHeld',
  'outForDelivery',
  'attemptFailed',
  'availableForPickup',
  'delivered',
  'returning',
  'returned',
  'lost',
  'damaged',
  'exception',
  'expired',
] as const
export type ParcelState = (typeof parcelStates)[number]

type Interruption = 'exception' | 'expired'
type Milestone = Exclude<ParcelState, Interruption>

// A parcel may go to and fro within a phase (customs, transit), but never to an earlier phase.
const phases: Record<Milestone, number> = {
  labelCreated: 0,
  accepted: 1,
  inTransit: 2,
  customs: 2,
  customsHeld: 2,
  outForDelivery: 3,
  attemptFailed: 3,
  availableForPickup: 3,
  damaged: 4,
  lost: 4,
  delivered: 5,
  returning: 6,
  returned: 7,
}
const handoverPhase = phases.accepted
const endPhase = phases.lost

export interface ParcelEvent {
  state: ParcelState
  occurredAt: Date
}

export interface ParcelProgress {
  state: ParcelState
  /** When the parcel entered its state, by the carrier's clock. */
  since: Date
  /** The first sign that a carrier has it; null while there is only a label. */
  handedOverAt: Date | null
  deliveredAt: Date | null
  /** Newest event of any kind. */
  lastEventAt: Date
}

function isInterruption(state: ParcelState): state is Interruption {
  return state === 'exception' || state === 'expired'
}

/** How far a state is along a parcel's way; null for the two that only interrupt it. */
export function phaseOf(state: ParcelState): number | null {
  return isInterruption(state) ? null : phases[state]
}

/** Whether nothing more is expected of a parcel in this state. */
export function isFinal(state: ParcelState): boolean {
  return state === 'delivered' || state === 'returned'
}

function rank(event: ParcelEvent): number {
  return phaseOf(event.state) ?? -1
}

/** Orders events by phase, then time, then a fixed order of states, so that folds agree. */
function further(a: ParcelEvent, b: ParcelEvent): ParcelEvent {
  const byPhase = rank(a) - rank(b)
  return (byPhase || newerBy(a, b)) >= 0 ? a : b
}

function newerBy(a: ParcelEvent, b: ParcelEvent): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    parcelStates.indexOf(a.state) - parcelStates.indexOf(b.state)
  )
}

function newest(events: readonly ParcelEvent[]): ParcelEvent | undefined {
  return events.reduce<ParcelEvent | undefined>(
    (best, event) => (best && newerBy(best, event) >= 0 ? best : event),
    undefined,
  )
}

function earliest(events: readonly ParcelEvent[]): Date | null {
  const times = events.map((event) => event.occurredAt.getTime())
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

function current(events: readonly ParcelEvent[], milestones: readonly ParcelEvent[]): ParcelEvent {
  const furthest = milestones.reduce<ParcelEvent | undefined>(
    (best, event) => (best ? further(best, event) : event),
    undefined,
  )
  const interruption = newest(events.filter((event) => isInterruption(event.state)))
  if (!furthest) return interruption ?? events[0]!
  if (!interruption || rank(furthest) >= endPhase) return furthest
  // An interruption shows only until the parcel is next seen moving, in whatever phase.
  return newerBy(interruption, newest(milestones)!) > 0 ? interruption : furthest
}

/**
 * Where a parcel is, from the set of its events: the order in which they arrive and how often
 * does not matter, and no further event takes a parcel back. Returns null without events.
 */
export function progressOf(events: readonly ParcelEvent[]): ParcelProgress | null {
  if (events.length === 0) return null
  const milestones = events.filter((event) => !isInterruption(event.state))
  const { state, occurredAt } = current(events, milestones)
  return {
    state,
    since: occurredAt,
    handedOverAt: earliest(milestones.filter((event) => rank(event) >= handoverPhase)),
    deliveredAt: earliest(milestones.filter((event) => event.state === 'delivered')),
    lastEventAt: newest(events)!.occurredAt,
  }
}
