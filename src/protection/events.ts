import Type from 'typebox'
import { type AnyEvent, defineEvent, type EventDefinition } from '../events/index.ts'
import { Dispute, Refund } from './schema.ts'

const DisputeNews = Type.Object(
  { dispute: Dispute },
  { $id: 'DisputeNews', additionalProperties: false, description: 'A dispute as it is now.' },
)
export type DisputeEvent = EventDefinition<typeof DisputeNews>

function disputeEvent(type: string, summary: string): DisputeEvent {
  return defineEvent({ type, summary, payload: DisputeNews })
}

export const disputeOpened = disputeEvent('dispute.opened', 'A buyer claims something.')
export const disputeUpdated = disputeEvent(
  'dispute.updated',
  'A side answered, offered or brought evidence.',
)
export const disputeEscalated = disputeEvent(
  'dispute.escalated',
  'A buyer asks the platform to decide.',
)
export const disputeClosed = disputeEvent('dispute.closed', 'A dispute has its outcome.')

export const refundCreated = defineEvent({
  type: 'refund.created',
  summary: 'Money went back into the payer’s wallet.',
  payload: Type.Object(
    { refund: Refund },
    { $id: 'RefundNews', additionalProperties: false, description: 'A refund that was made.' },
  ),
})

export const events: readonly AnyEvent[] = [
  disputeOpened,
  disputeUpdated,
  disputeEscalated,
  disputeClosed,
  refundCreated,
]
