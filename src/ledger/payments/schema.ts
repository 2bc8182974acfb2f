import Type from 'typebox'
import { ids } from '../../core/ids.ts'
import { Enum, Id, Money, Nullable, Timestamp } from '../../core/schema.ts'
import { paymentStatuses } from '../tables.ts'
import type { PaymentRow } from './queries.ts'

export const Payment = Type.Object(
  {
    id: Id('payment'),
    amount: Money,
    status: Enum(paymentStatuses, {
      $id: 'TopUpPaymentStatus',
      description:
        'The wallet is credited when it becomes `succeeded`. A failed payment may still be tried again.',
    }),
    provider: Type.String({ examples: ['stripe'] }),
    clientSecret: Nullable(
      Type.String({ description: 'For the provider’s widgets in a page of your own.' }),
    ),
    redirectUrl: Nullable(
      Type.String({ description: 'The provider’s page to send the payer to.' }),
    ),
    createdAt: Timestamp,
    settledAt: Nullable(Timestamp),
  },
  {
    $id: 'Payment',
    additionalProperties: false,
    description: 'A payment from outside that fills a wallet.',
  },
)

export function paymentOf(row: PaymentRow): Type.Static<typeof Payment> {
  return {
    id: ids.payment.encode(row.id),
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    status: row.status,
    provider: row.provider,
    clientSecret: row.clientSecret,
    redirectUrl: row.redirectUrl,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  }
}
