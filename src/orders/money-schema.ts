import Type from 'typebox'
import { Enum, Id, Money, Nullable, Timestamp } from '../core/schema.ts'

export const moneyHolders = [
  'wallet',
  'escrow',
  'seller',
  'affiliate',
  'sellerFee',
  'transactionFee',
  'serviceFee',
  'authorities',
  'exchange',
  'outside',
] as const
export type MoneyHolder = (typeof moneyHolders)[number]

export const MoneyHolderSchema = Enum(moneyHolders, {
  $id: 'MoneyHolder',
  description:
    'Who has an amount: the payer’s wallet, escrow, the seller, an affiliate, a fee of the platform, the authorities (duties and taxes), the exchange of currencies, or the world outside.',
})

export const releaseConditions = [
  'sellerAccepts',
  'sellerSends',
  'holdIsLifted',
  'disputeIsClosed',
  'buyerConfirmsOrProtectionEnds',
  'payout',
  'final',
] as const

export const ReleaseCondition = Enum(releaseConditions, {
  $id: 'ReleaseCondition',
  description:
    'What moves it next. `sellerAccepts` and `sellerSends` refund the payer if they do not happen until `at`; `buyerConfirmsOrProtectionEnds` releases it to the seller at `at` at the latest.',
})

const Holding = Type.Object(
  {
    holder: MoneyHolderSchema,
    sellerOrderId: Nullable(Id('sellerOrder')),
    amount: Money,
    since: Timestamp,
    release: ReleaseCondition,
    at: Nullable(Type.String({ format: 'date-time', description: 'When it moves by itself.' })),
  },
  {
    $id: 'MoneyHolding',
    additionalProperties: false,
    description: 'An amount, who has it and until when.',
  },
)

const MovementEntry = Type.Object(
  { holder: MoneyHolderSchema, amount: Money },
  {
    $id: 'MoneyMovementEntry',
    additionalProperties: false,
    description: 'Above zero the holder got it, below zero the holder gave it.',
  },
)

const Movement = Type.Object(
  {
    id: Id('ledgerTransaction'),
    kind: Type.String({ description: 'Why it moved: placement, cancellation, release, refund, …' }),
    at: Timestamp,
    sellerOrderId: Nullable(Id('sellerOrder')),
    memo: Nullable(Type.String()),
    entries: Type.Array(MovementEntry),
  },
  {
    $id: 'MoneyMovement',
    additionalProperties: false,
    description: 'One transaction of the ledger about the order; its entries sum to zero.',
  },
)

export const OrderMoney = Type.Object(
  {
    orderId: Id('order'),
    total: Money,
    refunded: Money,
    holdings: Type.Array(Holding),
    timeline: Type.Array(Movement),
  },
  {
    $id: 'OrderMoney',
    additionalProperties: false,
    description: 'Where every cent of an order is, since when, and what moves it next.',
  },
)
export type OrderMoney = Type.Static<typeof OrderMoney>
