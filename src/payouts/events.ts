import Type from 'typebox'
import { Enum } from '../core/schema.ts'
import { type AnyEvent, defineEvent, type EventDefinition } from '../events/index.ts'
import { Charge, Payout } from './schema.ts'
import type { PayoutStatus } from './tables.ts'

const PayoutNews = Type.Object(
  { payout: Payout },
  { $id: 'PayoutNews', additionalProperties: false, description: 'A payout as it is now.' },
)
export type PayoutEvent = EventDefinition<typeof PayoutNews>

function payoutEvent(status: PayoutStatus | 'created', summary: string): PayoutEvent {
  return defineEvent({ type: `payout.${status}`, summary, payload: PayoutNews })
}

export const payoutCreated = payoutEvent('created', 'A payout was made from your balance.')

export const payoutMoved: Readonly<Record<Exclude<PayoutStatus, 'pending'>, PayoutEvent>> = {
  processing: payoutEvent('processing', 'A payout was handed to the bank.'),
  paid: payoutEvent('paid', 'A payout arrived.'),
  failed: payoutEvent('failed', 'A payout failed; your balance has it back.'),
  cancelled: payoutEvent('cancelled', 'A payout was cancelled; your balance has it back.'),
}

export const chargeCreated = defineEvent({
  type: 'charge.created',
  summary: 'A seller bought something of the platform.',
  payload: Type.Object(
    { charge: Charge },
    { $id: 'ChargeNews', additionalProperties: false, description: 'A charge that was paid.' },
  ),
})

export const planExpired = defineEvent({
  type: 'plan.expired',
  summary: 'A seller’s plan ended because it could not be bought again.',
  payload: Type.Object(
    {
      charge: Charge,
      reason: Enum(['insufficientFunds', 'notForSale'] as const, {
        $id: 'PlanExpiryReason',
        description: 'Why a plan was not bought again.',
      }),
    },
    {
      $id: 'PlanExpired',
      additionalProperties: false,
      description: 'A plan that ended, with the charge that had paid its last period.',
    },
  ),
})

export const events: readonly AnyEvent[] = [
  payoutCreated,
  chargeCreated,
  planExpired,
  ...Object.values(payoutMoved),
]
