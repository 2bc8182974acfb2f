import { ApiError } from '../core/errors.ts'
import { daysAfter, policy } from './policy.ts'

/** The three cases of buyer protection. */
export const disputeReasons = ['notReceived', 'damaged', 'notAsDescribed'] as const
export type DisputeReason = (typeof disputeReasons)[number]

/** The first four wait for somebody; the last three are final. */
export const disputeStatuses = [
  'open',
  'offered',
  'contested',
  'escalated',
  'refunded',
  'rejected',
  'withdrawn',
] as const
export type DisputeStatus = (typeof disputeStatuses)[number]

export const disputeParties = ['buyer', 'seller', 'platform', 'clock'] as const
export type DisputeParty = (typeof disputeParties)[number]

export const disputeActions = [
  'open',
  'addEvidence',
  'accept',
  'offer',
  'contest',
  'acceptOffer',
  'escalate',
  'withdraw',
  'refund',
  'reject',
] as const
export type DisputeAction = (typeof disputeActions)[number]

/** What happens when nobody acts in time. */
export const disputeDefaults = ['refundClaimed', 'refundOffered', 'reject'] as const
export type DisputeDefault = (typeof disputeDefaults)[number]

interface Waiting {
  readonly for: Exclude<DisputeParty, 'clock'>
  readonly days: number
  readonly whenDue: DisputeDefault
}

// Whoever is asked and stays silent loses: the clock never rewards waiting.
const waits: Readonly<Partial<Record<DisputeStatus, Waiting>>> = {
  open: { for: 'seller', days: policy.respondDays, whenDue: 'refundClaimed' },
  offered: { for: 'buyer', days: policy.negotiateDays, whenDue: 'refundOffered' },
  contested: { for: 'buyer', days: policy.negotiateDays, whenDue: 'reject' },
  escalated: { for: 'platform', days: policy.decideDays, whenDue: 'refundClaimed' },
}

/** Who has to act in a state, and what happens when they do not; undefined when it is closed. */
export function waitOf(status: DisputeStatus): Waiting | undefined {
  return waits[status]
}

type Target = DisputeStatus

const moves: Readonly<
  Record<Exclude<DisputeAction, 'open' | 'addEvidence'>, readonly [DisputeStatus[], Target]>
> = {
  accept: [['open', 'contested', 'offered', 'escalated'], 'refunded'],
  offer: [['open', 'contested', 'offered'], 'offered'],
  contest: [['open', 'offered'], 'contested'],
  acceptOffer: [['offered'], 'refunded'],
  escalate: [['offered', 'contested'], 'escalated'],
  withdraw: [['open', 'offered', 'contested', 'escalated'], 'withdrawn'],
  refund: [['open', 'offered', 'contested', 'escalated'], 'refunded'],
  reject: [['contested', 'escalated'], 'rejected'],
}

/** The state an action leads to; throws `conflict` where it is not possible now. */
export function nextStatus(status: DisputeStatus, action: keyof typeof moves): DisputeStatus {
  const [from, to] = moves[action]
  if (!from.includes(status)) {
    throw new ApiError('conflict', `The dispute is ${status}: ${action} is not possible now.`, {
      extra: { status },
    })
  }
  return to
}

export function isClosed(status: DisputeStatus): boolean {
  return waits[status] === undefined
}

/** When the clock of a state entered now runs out. */
export function dueAtOf(status: DisputeStatus, now: Date): Date | null {
  const wait = waits[status]
  return wait === undefined ? null : daysAfter(now, wait.days)
}
