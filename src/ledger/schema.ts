import Type from 'typebox'
import { ids } from '../core/ids.ts'
import {
  AmountMinor,
  Currency,
  Enum,
  Id,
  Money,
  Nullable,
  Text,
  Timestamp,
} from '../core/schema.ts'
import { postingKinds } from './posting.ts'
import type { WalletRow } from './queries.ts'
import type { ChargePriceRow } from './queries-charge-prices.ts'
import type { FeePolicyRow } from './queries-fees.ts'
import type { StatementRow } from './queries-statements.ts'
import { chargeFees, feePolicyKinds } from './tables.ts'

export const Wallet = Type.Object(
  { id: Id('wallet'), balance: Money, createdAt: Timestamp, updatedAt: Timestamp },
  {
    $id: 'Wallet',
    additionalProperties: false,
    description:
      'A prepaid balance in one currency. Orders are paid from it; it never goes below 0.',
  },
)

export function walletOfRow(row: WalletRow): Type.Static<typeof Wallet> {
  return {
    id: ids.wallet.encode(row.id),
    balance: { amountMinor: row.balanceMinor, currency: row.currency },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export const LedgerTransactionKind = Enum(postingKinds, {
  $id: 'LedgerTransactionKind',
  description: 'Why money moved.',
})

export const StatementEntry = Type.Object(
  {
    transactionId: Id('ledgerTransaction'),
    kind: LedgerTransactionKind,
    amountMinor: AmountMinor,
    balanceAfterMinor: AmountMinor,
    currency: Currency,
    orderId: Nullable(Id('order')),
    memo: Nullable(Type.String()),
    occurredAt: Timestamp,
  },
  {
    $id: 'StatementEntry',
    additionalProperties: false,
    description:
      'One movement of one account: above zero it came in, below zero it went out, with the balance after.',
  },
)
export type StatementEntry = Type.Static<typeof StatementEntry>

export function statementEntryOf(
  row: StatementRow,
  currency: string,
  balanceAfterMinor: number,
): StatementEntry {
  return {
    transactionId: ids.ledgerTransaction.encode(row.transactionId),
    kind: row.kind,
    amountMinor: row.amountMinor,
    balanceAfterMinor,
    currency,
    orderId: row.orderId === null ? null : ids.order.encode(row.orderId),
    memo: row.memo,
    occurredAt: row.occurredAt.toISOString(),
  }
}

export const FeePolicyKind = Enum(feePolicyKinds, {
  $id: 'FeePolicyKind',
  description:
    'Seller fee (on goods, from the seller), transaction fee (on goods and shipping, from the seller), service fee (on goods, from the payer) or affiliate share (on goods, from the seller to the affiliate who brought the buyer; none unless a policy says so).',
})

/** What defines a policy; shared by the answer and by the request that adds one. */
export const feePolicyFields = {
  kind: FeePolicyKind,
  categoryId: Nullable(Id('category')),
  plan: Nullable(Type.String({ maxLength: 40, description: 'The seller’s plan it is for.' })),
  currency: Nullable(Currency),
  basisPoints: Type.Integer({ minimum: 0, maximum: 10_000, description: '100 is one percent.' }),
  fixedMinor: Type.Integer({
    minimum: 0,
    maximum: 1_000_000_000,
    description: 'Once per seller’s part of an order, in minor units of `currency`.',
  }),
  validFrom: Timestamp,
  validUntil: Nullable(Timestamp),
  note: Nullable(Text({ maxLength: 200 })),
}

export const FeePolicy = Type.Object(
  { id: Id('feePolicy'), ...feePolicyFields },
  {
    $id: 'FeePolicy',
    additionalProperties: false,
    description: 'A dated rule of what the platform takes. The most specific one in force applies.',
  },
)

export function feePolicyOf(row: FeePolicyRow): Type.Static<typeof FeePolicy> {
  return {
    ...row,
    id: ids.feePolicy.encode(row.id),
    categoryId: row.categoryId === null ? null : ids.category.encode(row.categoryId),
    validFrom: row.validFrom.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
  }
}

export const ChargeFee = Enum(chargeFees, {
  $id: 'ChargeFee',
  description: 'Which income of the platform it is.',
})

/** What defines a price; shared by the answer and by the request that adds one. */
export const chargePriceFields = {
  code: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
    description: 'What requests call it.',
    examples: ['premium-month'],
  }),
  fee: ChargeFee,
  name: Text({ minLength: 1, maxLength: 100 }),
  plan: Nullable(Type.String({ maxLength: 40, description: 'The seller’s plan it gives.' })),
  months: Nullable(
    Type.Integer({ minimum: 1, maximum: 120, description: 'For how long one unit gives it.' }),
  ),
  validFrom: Timestamp,
  validUntil: Nullable(Timestamp),
}

export const ChargePrice = Type.Object(
  { id: Id('chargePrice'), price: Money, ...chargePriceFields },
  {
    $id: 'ChargePrice',
    additionalProperties: false,
    description: 'Something that sellers can buy of the platform: a plan, a promotion, a service.',
  },
)

export function chargePriceOf({
  currency,
  amountMinor,
  ...row
}: ChargePriceRow): Type.Static<typeof ChargePrice> {
  return {
    ...row,
    id: ids.chargePrice.encode(row.id),
    price: { amountMinor, currency },
    validFrom: row.validFrom.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
  }
}

/** A note of a person on a movement of money. */
export const Memo = Text({ maxLength: 200, description: 'Shown on the statement.' })
