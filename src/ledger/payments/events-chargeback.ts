import Type from 'typebox'
import { ids } from '../../core/ids.ts'
import { Enum, Id, Money, Nullable, Timestamp } from '../../core/schema.ts'
import { defineEvent } from '../../events/index.ts'
import { chargebackStatuses } from '../tables.ts'
import type { ChargebackStep } from './port.ts'
import type { ChargebackRow } from './queries-chargebacks.ts'

const Chargeback = Type.Object(
  {
    paymentId: Id('payment'),
    provider: Type.String({ examples: ['stripe'] }),
    reference: Type.String({ description: 'The provider’s name of the claim.' }),
    reason: Nullable(Type.String({ description: 'In the bank’s words.' })),
    status: Enum(chargebackStatuses, {
      $id: 'ChargebackStatus',
      description: 'How the bank decided; `won` means that the payment stands.',
    }),
    amount: Money,
    owed: Money,
    openedAt: Timestamp,
    withdrawnAt: Nullable(Timestamp),
    reinstatedAt: Nullable(Timestamp),
    closedAt: Nullable(Timestamp),
  },
  {
    $id: 'Chargeback',
    additionalProperties: false,
    description:
      'A payment into a wallet that the payer’s bank claims back. `owed` is the part that the wallet could not give: it is taken once the wallet has money.',
  },
)

export function chargebackOf(row: ChargebackRow): Type.Static<typeof Chargeback> {
  const money = (amountMinor: number) => ({ amountMinor, currency: row.currency })
  return {
    paymentId: ids.payment.encode(row.paymentId),
    provider: row.provider,
    reference: row.reference,
    reason: row.reason,
    status: row.status,
    amount: money(row.amountMinor),
    owed: money(row.owedMinor),
    openedAt: row.openedAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    reinstatedAt: row.reinstatedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}

const ChargebackNews = Type.Object(
  { chargeback: Chargeback },
  { $id: 'ChargebackNews', additionalProperties: false, description: 'A chargeback as it is now.' },
)

const told = (step: ChargebackStep, summary: string) =>
  defineEvent({ type: `chargeback.${step}`, summary, payload: ChargebackNews })

/** What the account hears of each step. */
export const chargebackTold = {
  opened: told('opened', 'A payer’s bank asks for a payment back.'),
  withdrawn: told('withdrawn', 'The bank took the money; it left the wallet, or is owed.'),
  reinstated: told('reinstated', 'The bank gave the money back.'),
  won: told('won', 'The bank decided that the payment stands.'),
  lost: told('lost', 'The bank decided that the payment does not stand.'),
}
