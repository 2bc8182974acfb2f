import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Enum, Id, Money, Nullable, Timestamp } from '../core/schema.ts'
import { ChargeFee } from '../ledger/index.ts'
import type { BalanceRow, BatchRow, PayoutRow } from './queries.ts'
import type { ChargeRow } from './queries-charges.ts'
import { chargeSources, payoutStatuses } from './tables.ts'

export const PayoutStatus = Enum(payoutStatuses, {
  $id: 'PayoutStatus',
  description:
    'Made, handed to the bank, arrived; or failed or cancelled, when the balance has it back.',
})

export const Payout = Type.Object(
  {
    id: Id('payout'),
    batchId: Id('payoutBatch'),
    sellerId: Nullable(Id('seller')),
    affiliateId: Nullable(Id('account')),
    amount: Money,
    status: PayoutStatus,
    externalReference: Nullable(
      Type.String({ description: 'The bank’s own name of the transfer.' }),
    ),
    failureReason: Nullable(Type.String()),
    createdAt: Timestamp,
    processingAt: Nullable(Timestamp),
    paidAt: Nullable(Timestamp),
    failedAt: Nullable(Timestamp),
    cancelledAt: Nullable(Timestamp),
  },
  {
    $id: 'Payout',
    additionalProperties: false,
    description: 'Earnings on their way to who earned them.',
  },
)

export function payoutOf(row: PayoutRow): Type.Static<typeof Payout> {
  return {
    id: ids.payout.encode(row.id),
    batchId: ids.payoutBatch.encode(row.batchId),
    sellerId: row.payeeKind === 'seller' ? ids.seller.encode(row.payeeId) : null,
    affiliateId: row.payeeKind === 'affiliate' ? ids.account.encode(row.payeeId) : null,
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    status: row.status,
    externalReference: row.externalReference,
    failureReason: row.failureReason,
    createdAt: row.createdAt.toISOString(),
    processingAt: row.processingAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
  }
}

export const PayoutBatch = Type.Object(
  {
    id: Id('payoutBatch'),
    minimum: Money,
    total: Money,
    payoutCount: Type.Integer({ minimum: 0 }),
    earnedBefore: Timestamp,
    createdAt: Timestamp,
  },
  {
    $id: 'PayoutBatch',
    additionalProperties: false,
    description: 'One run of payouts over everyone who was owed enough in a currency.',
  },
)

export function batchOf(row: BatchRow): Type.Static<typeof PayoutBatch> {
  const { currency } = row
  return {
    id: ids.payoutBatch.encode(row.id),
    minimum: { amountMinor: row.minimumMinor, currency },
    total: { amountMinor: row.totalMinor, currency },
    payoutCount: row.payoutCount,
    earnedBefore: row.earnedBefore.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }
}

export const EarningsBalance = Type.Object(
  { available: Money, onTheWay: Money, paidOut: Money },
  {
    $id: 'EarningsBalance',
    additionalProperties: false,
    description:
      'What is owed now in one currency, what is on its way and what was paid out. Below zero where refunds outran earnings; later earnings fill it up.',
  },
)

export function balanceOf(row: BalanceRow): Type.Static<typeof EarningsBalance> {
  const { currency } = row
  return {
    available: { amountMinor: row.availableMinor, currency },
    onTheWay: { amountMinor: row.onTheWayMinor, currency },
    paidOut: { amountMinor: row.paidOutMinor, currency },
  }
}

export const ChargeSource = Enum(chargeSources, {
  $id: 'ChargeSource',
  description: 'What a charge is paid from: what the seller earned, or its account’s wallet.',
})

export const Charge = Type.Object(
  {
    id: Id('charge'),
    sellerId: Id('seller'),
    code: Type.String(),
    fee: ChargeFee,
    name: Type.String(),
    quantity: Type.Integer({ minimum: 1 }),
    unitPrice: Money,
    total: Money,
    paidFrom: ChargeSource,
    planUntil: Nullable(Timestamp),
    renewsAt: Nullable(
      Type.String({ format: 'date-time', description: 'When the plan is bought again.' }),
    ),
    createdAt: Timestamp,
  },
  {
    $id: 'Charge',
    additionalProperties: false,
    description: 'What a seller bought of the platform.',
  },
)

export function chargeOf(row: ChargeRow): Type.Static<typeof Charge> {
  const { currency } = row
  return {
    id: ids.charge.encode(row.id),
    sellerId: ids.seller.encode(row.sellerId),
    code: row.code,
    fee: row.fee,
    name: row.name,
    quantity: row.quantity,
    unitPrice: { amountMinor: row.unitPriceMinor, currency },
    total: { amountMinor: row.totalMinor, currency },
    paidFrom: row.paidFrom,
    planUntil: row.planUntil?.toISOString() ?? null,
    renewsAt: row.renewsAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
