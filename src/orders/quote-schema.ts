import Type from 'typebox'
import { Country, Currency, Enum, Id, Money, Nullable, Timestamp } from '../core/schema.ts'
import { Address } from '../shipping/index.ts'
import { ChosenShipping, DeliveryPromise } from './schema.ts'

const amounts = {
  goods: Money,
  shipping: Money,
  duties: Money,
  taxes: Money,
  fees: Money,
  total: Money,
}

const QuoteLine = Type.Object(
  {
    variantId: Id('variant'),
    quantity: Type.Integer({ minimum: 1, description: 'Units.' }),
    unitPrice: Money,
    listPrice: Money,
    goods: Money,
    duties: Money,
    taxes: Money,
  },
  {
    $id: 'QuoteLine',
    additionalProperties: false,
    description:
      'One line’s price. `listPrice` is the seller’s own; `unitPrice` is the same at the fixed rate, rounded half-even.',
  },
)

export const QuoteLevy = Type.Object(
  {
    kind: Enum(['duty', 'tax'] as const, { $id: 'LevyKind', description: 'A duty or a tax.' }),
    label: Type.String({ description: 'The rule’s name.' }),
    amount: Money,
    isCollectedAtCheckout: Type.Boolean({
      description: 'False: the carrier asks the recipient for it, and it is not in the total.',
    }),
    isEstimate: Type.Boolean(),
  },
  {
    $id: 'QuoteLevy',
    additionalProperties: false,
    description: 'A duty or tax by one dated rule.',
  },
)

const QuotePart = Type.Object(
  {
    sellerId: Id('seller'),
    lines: Type.Array(QuoteLine),
    ...amounts,
    levies: Type.Array(QuoteLevy),
    shippingOption: ChosenShipping,
    promise: DeliveryPromise,
  },
  { $id: 'QuotePart', additionalProperties: false, description: 'One seller’s part of a quote.' },
)

const QuoteRate = Type.Object(
  {
    from: Currency,
    to: Currency,
    rate: Type.String({ description: 'Units of `to` for one of `from`, an exact decimal.' }),
    asOf: Nullable(Type.String({ description: 'The day it was published for.' })),
    source: Type.String(),
  },
  {
    $id: 'QuoteRate',
    additionalProperties: false,
    description: 'A rate of exchange that the quote fixes.',
  },
)

export const quoteStatuses = ['open', 'redeemed', 'expired'] as const

export const Quote = Type.Object(
  {
    id: Id('quote'),
    status: Enum(quoteStatuses, {
      $id: 'QuoteStatus',
      description: 'Open until it expires or an order redeems it.',
    }),
    ...amounts,
    parts: Type.Array(QuotePart),
    destination: Type.Object(
      {
        country: Country,
        postalCode: Nullable(Type.String()),
        region: Nullable(Type.String()),
      },
      {
        $id: 'QuotedDestination',
        additionalProperties: false,
        description: 'Where it was priced to.',
      },
    ),
    shippingAddress: Nullable(Address),
    rates: Type.Array(QuoteRate),
    isHoldingStock: Type.Boolean({ description: 'Whether units are kept aside until it expires.' }),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    orderId: Nullable(Id('order')),
  },
  {
    $id: 'Quote',
    additionalProperties: false,
    description:
      'A price with its rate of exchange fixed; redeem it with `quoteId` when placing the order.',
  },
)
export type Quote = Type.Static<typeof Quote>
