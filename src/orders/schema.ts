import Type from 'typebox'
import { Country, Enum, Id, Money, Nullable, Text, Timestamp } from '../core/schema.ts'
import { Address } from '../shipping/index.ts'
import {
  acceptanceStatuses,
  afterSaleStatuses,
  cancellationStatuses,
  cancelReasons,
  fulfillmentStatuses,
  orderStatuses,
  paymentStatuses,
} from './state.ts'

export const OrderStatus = Enum(orderStatuses, {
  $id: 'OrderStatus',
  description:
    'Headline of an order or of one seller’s part, derived from its facts. It only moves forward; a hold is the one thing that can be lifted.',
})

export const PaymentStatus = Enum(paymentStatuses, {
  $id: 'PaymentStatus',
  description: 'Where the payer’s money stands.',
})

export const FulfillmentStatus = Enum(fulfillmentStatuses, {
  $id: 'FulfillmentStatus',
  description: 'How far the goods have come; counted in units, so parts of lines show.',
})

export const AcceptanceStatus = Enum(acceptanceStatuses, {
  $id: 'AcceptanceStatus',
  description: 'Whether the seller took the order on; being paid does not imply it.',
})

export const AfterSaleStatus = Enum(afterSaleStatuses, {
  $id: 'AfterSaleStatus',
  description: 'Whether a dispute about the goods is open.',
})

const whole = (description: string) => Type.Integer({ minimum: 0, description })

const amounts = {
  goods: Money,
  shipping: Money,
  duties: Money,
  taxes: Money,
  fees: Money,
  total: Money,
}

export const OrderLine = Type.Object(
  {
    id: Id('orderLine'),
    position: whole('Where the line stood in the request, from 0.'),
    productId: Id('product'),
    variantId: Id('variant'),
    sku: Type.String({ description: 'The seller’s SKU at the time of the order.' }),
    title: Type.String({ description: 'The product’s title at the time of the order.' }),
    options: Type.Array(
      Type.Object(
        { name: Type.String(), value: Type.String() },
        { $id: 'ChosenOption', additionalProperties: false },
      ),
    ),
    imageUrl: Nullable(Type.String()),
    quantity: Type.Integer({ minimum: 1, description: 'Units ordered.' }),
    cancelledQuantity: whole('Units cancelled or rejected.'),
    shippedQuantity: whole('Units handed over to a carrier.'),
    deliveredQuantity: whole('Units that reached the customer.'),
    unitPrice: Money,
    goods: Money,
    duties: Money,
    taxes: Money,
  },
  { $id: 'OrderLine', additionalProperties: false, description: 'Units of one variant.' },
)

export type OrderLine = Type.Static<typeof OrderLine>

export const ChosenShipping = Type.Object(
  {
    code: Type.String({ description: 'The option’s stable code.' }),
    name: Type.String(),
    carrier: Type.String(),
    incoterm: Type.String({
      description: 'DDP: duties and taxes are paid already; DAP: they are not.',
    }),
    isTracked: Type.Boolean(),
  },
  { $id: 'ChosenShipping', additionalProperties: false, description: 'How a part is sent.' },
)

export const DeliveryPromise = Type.Object(
  {
    shipBy: Type.String({ format: 'date-time', description: 'Latest hand-over to the carrier.' }),
    p50At: Type.String({
      format: 'date-time',
      description: 'Half of such parcels are there by then.',
    }),
    p90At: Type.String({
      format: 'date-time',
      description: 'Nine in ten are: the promised date (deliver-by).',
    }),
  },
  {
    $id: 'DeliveryPromise',
    additionalProperties: false,
    description: 'When a part should arrive.',
  },
)

const at = (description: string) => Nullable(Type.String({ format: 'date-time', description }))

export const SellerOrder = Type.Object(
  {
    id: Id('sellerOrder'),
    orderId: Id('order'),
    sellerId: Id('seller'),
    status: OrderStatus,
    acceptance: AcceptanceStatus,
    fulfillmentStatus: FulfillmentStatus,
    afterSaleStatus: AfterSaleStatus,
    lines: Type.Array(OrderLine),
    ...amounts,
    refunded: Money,
    settlement: Type.Optional(
      Type.Object(
        {
          goods: Money,
          shipping: Money,
          sellerFee: Money,
          transactionFee: Money,
          affiliateShare: Money,
        },
        {
          $id: 'Settlement',
          additionalProperties: false,
          description:
            'What the seller asked for, in the seller’s currency, and the fees and the affiliate’s share that release will take out of it.',
        },
      ),
    ),
    shippingOption: ChosenShipping,
    promise: DeliveryPromise,
    acceptBy: Type.String({
      format: 'date-time',
      description: 'Unless accepted until then it is rejected and refunded.',
    }),
    placedAt: Timestamp,
    acceptedAt: at('When the seller accepted.'),
    rejectedAt: at('When the seller, or its clock, rejected.'),
    backOrderedUntil: at('The later hand-over that the seller named.'),
    heldAt: at('Since when nothing may be sent.'),
    holdReason: Nullable(Type.String()),
    shippedAt: at('When everything was on its way.'),
    deliveredAt: at('When everything was there.'),
    completedAt: at('When the money was released.'),
    cancelledAt: at('When the last open unit was cancelled.'),
    cancelReason: Nullable(Type.String()),
    protectionEndsAt: at('Until then a dispute can be opened; after it the money is released.'),
    shippingAddress: Type.Optional(Address),
  },
  {
    $id: 'SellerOrder',
    additionalProperties: false,
    description:
      'One seller’s part of an order. `settlement` and `shippingAddress` are present in the seller’s own answers (and the operator’s); a buyer finds the address on the order.',
  },
)
export type SellerOrder = Type.Static<typeof SellerOrder>

export const CancellationStatus = Enum(cancellationStatuses, {
  $id: 'CancellationStatus',
  description: 'How a negotiation about cancelling stands; unanswered requests expire.',
})

export const CancelReason = Enum(cancelReasons, {
  $id: 'CancelReason',
  description: 'Why an order is not wanted any more.',
})

export const Cancellation = Type.Object(
  {
    id: Id('cancellation'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    status: CancellationStatus,
    reason: CancelReason,
    note: Nullable(Type.String()),
    refund: Money,
    requestedAt: Timestamp,
    respondBy: Type.String({
      format: 'date-time',
      description: 'Unanswered until then it expires.',
    }),
    decidedAt: at('When it was answered or expired.'),
    decisionNote: Nullable(Type.String()),
  },
  {
    $id: 'Cancellation',
    additionalProperties: false,
    description: 'A buyer’s request to cancel a part that its seller had accepted already.',
  },
)
export type Cancellation = Type.Static<typeof Cancellation>

export const Order = Type.Object(
  {
    id: Id('order'),
    status: OrderStatus,
    paymentStatus: PaymentStatus,
    fulfillmentStatus: FulfillmentStatus,
    afterSaleStatus: AfterSaleStatus,
    clientReference: Nullable(Type.String({ description: 'Your own id of it.' })),
    quoteId: Nullable(Id('quote')),
    ...amounts,
    refunded: Money,
    charged: Money,
    shippingAddress: Address,
    note: Nullable(Type.String()),
    sellerOrders: Type.Array(SellerOrder),
    cancellations: Type.Array(Cancellation),
    createdAt: Timestamp,
    paidAt: at('When the wallet was charged.'),
    completedAt: at('When the last part was completed.'),
    cancelledAt: at('When the last part was cancelled.'),
    updatedAt: Timestamp,
  },
  {
    $id: 'Order',
    additionalProperties: false,
    description: 'A customer’s order: one part per seller.',
  },
)
export type Order = Type.Static<typeof Order>

export const NewOrderLine = Type.Object(
  {
    variantId: Id('variant'),
    quantity: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Units.' }),
  },
  { $id: 'NewOrderLine', additionalProperties: false, description: 'What to order, and how much.' },
)

export const ShippingPreference = Enum(['cheapest', 'fastest'] as const, {
  $id: 'ShippingPreference',
  description: 'How to choose where no option is named.',
})

export const ShippingChoice = Type.Object(
  {
    sellerId: Id('seller'),
    optionCode: Text({
      minLength: 1,
      maxLength: 100,
      description: 'Code of one of the seller’s options.',
    }),
  },
  {
    $id: 'ShippingChoice',
    additionalProperties: false,
    description: 'The option for one seller’s part.',
  },
)

export const Destination = Type.Object(
  {
    country: Country,
    postalCode: Type.Optional(Text({ maxLength: 20 })),
    region: Type.Optional(Text({ maxLength: 100 })),
  },
  {
    $id: 'Destination',
    additionalProperties: false,
    description: 'As much of an address as is needed to price a parcel.',
  },
)

/** What quotes, and orders without a quote, ask for. */
export const linesInput = Type.Array(NewOrderLine, {
  minItems: 1,
  maxItems: 100,
  description: 'Lines of one variant may repeat; stock is counted over all of them.',
})
export const shippingChoicesInput = Type.Array(ShippingChoice, {
  maxItems: 100,
  description: 'Options by seller; the preference decides where none is named.',
})

export const clientReferenceInput = Text({
  minLength: 1,
  maxLength: 100,
  description: 'Your own id of the order; unique within your account.',
})
