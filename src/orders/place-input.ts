import Type from 'typebox'
import type { Code } from '../core/errors.ts'
import { Currency, Id, Money, Text } from '../core/schema.ts'
import { Address } from '../shipping/index.ts'
import {
  clientReferenceInput,
  linesInput,
  ShippingPreference,
  shippingChoicesInput,
} from './schema.ts'

const ExpectedPrice = Type.Object(
  {
    goods: Type.Optional(Money),
    shipping: Type.Optional(Money),
    duties: Type.Optional(Money),
    taxes: Type.Optional(Money),
    fees: Type.Optional(Money),
  },
  {
    $id: 'ExpectedPrice',
    additionalProperties: false,
    description: 'What you reckoned with, so that a refusal can name the component that moved.',
  },
)

export const PlaceOrderInput = Type.Object(
  {
    quoteId: Type.Optional(Id('quote')),
    lines: Type.Optional(linesInput),
    shippingAddress: Type.Optional(Address),
    shippingPreference: Type.Optional(ShippingPreference),
    shippingChoices: Type.Optional(shippingChoicesInput),
    currency: Type.Optional(Currency),
    maxTotal: Type.Optional(Money),
    expected: Type.Optional(ExpectedPrice),
    walletCurrency: Type.Optional(Currency),
    clientReference: Type.Optional(clientReferenceInput),
    note: Type.Optional(Text({ maxLength: 1000, description: 'For the sellers.' })),
    affiliateClickId: Type.Optional(
      Text({ maxLength: 100, description: 'The click that led here, as the link reported it.' }),
    ),
  },
  { $id: 'PlaceOrderRequest', additionalProperties: false },
)
export type PlaceOrderRequest = Type.Static<typeof PlaceOrderInput>

export const placementErrors = [
  'not_found',
  'not_on_sale',
  'out_of_stock',
  'price_changed',
  'quote_expired',
  'quote_used',
  'client_reference_used',
  'insufficient_funds',
  'invalid_address',
  'destination_restricted',
  'destination_not_served',
  'shipping_service_not_available',
  'rate_not_available',
] as const satisfies Code[]
