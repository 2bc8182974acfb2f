import Type from 'typebox'
import {
  AmountMinor,
  CalendarDate,
  Country,
  Currency,
  Enum,
  Id,
  List,
  Nullable,
  Text,
  Timestamp,
} from '../core/schema.ts'

export const Incoterm = Enum(['DDP', 'DAP'], {
  $id: 'Incoterm',
  description:
    'Who pays duty and tax on import: under DDP it is collected at checkout, under DAP the carrier asks the recipient.',
})

/** Countries as people write them in a rate or a rule. */
export const CountryList = List(
  Type.String({
    pattern: '^([A-Z]{2,3}|\\*)$',
    description: 'ISO 3166-1 alpha-2 code, "EU", "GCC", or "*" for everywhere else.',
    examples: ['DE'],
  }),
  { minItems: 1, maxItems: 260, uniqueItems: true },
)

export const ExchangeRate = Type.Object(
  {
    base: Currency,
    currency: Currency,
    rate: Type.String({
      description: 'Units of `currency` for one unit of `base`: an exact decimal.',
      examples: ['1.1611'],
    }),
    date: CalendarDate,
    source: Type.String({ description: 'Who published it.' }),
  },
  { $id: 'ExchangeRate', additionalProperties: false, description: 'A dated rate of exchange.' },
)

const Price = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

export const ShippingRate = Type.Object(
  {
    countries: CountryList,
    currency: Currency,
    baseMinor: { ...Price, description: 'Price of any parcel, in minor units.' },
    perKgMinor: {
      ...Price,
      maximum: 10_000_000,
      description: 'Added for each kilogram, by the gram, in minor units.',
    },
    volumetricDivisor: Nullable(
      Type.Integer({
        minimum: 1000,
        maximum: 50_000,
        description:
          'Cubic centimetres that weigh as one kilogram; null where only the weight counts.',
      }),
    ),
    maxWeightGrams: Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    freeOverMinor: Nullable({
      ...Price,
      description: 'Goods worth this much or more travel free; null is never.',
    }),
    minDays: Type.Integer({
      minimum: 0,
      maximum: 120,
      description: 'Days under way at the least.',
    }),
    maxDays: Type.Integer({ minimum: 0, maximum: 120, description: 'Days under way at the most.' }),
  },
  {
    $id: 'ShippingRate',
    additionalProperties: false,
    description: 'What a service costs and how long it takes to some countries.',
  },
)

export const serviceFields = {
  carrier: Text({ minLength: 1, maxLength: 80 }),
  name: Text({ minLength: 1, maxLength: 120, description: 'What customers read.' }),
  shipFrom: Nullable({
    ...Country,
    description: 'Where parcels start (ISO 3166-1); null where the service collects anywhere.',
  }),
  handlingDays: Type.Integer({
    minimum: 0,
    maximum: 60,
    description: 'Days from the order to the carrier: the ship-by promise.',
  }),
  isTracked: Type.Boolean(),
  incoterm: Incoterm,
  acceptedRestrictions: List(Text({ minLength: 1, maxLength: 40 }), {
    maxItems: 50,
    uniqueItems: true,
    description:
      'Kinds of restricted goods the service takes ("battery", "liquid"); "*" takes all.',
  }),
  rates: Type.Array(ShippingRate, { minItems: 1, maxItems: 100 }),
}

export const ServiceCode = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
  description: 'Stable name of a service: lower case, digits and hyphens.',
  examples: ['express'],
})

export const ShippingService = Type.Object(
  {
    id: Id('shippingService'),
    sellerId: Nullable(Id('seller')),
    code: ServiceCode,
    ...serviceFields,
    updatedAt: Type.Optional(Timestamp),
  },
  {
    $id: 'ShippingService',
    additionalProperties: false,
    description: 'A way to send parcels; one without a seller serves sellers who have none.',
  },
)
export type ShippingService = Type.Static<typeof ShippingService>

const RuleId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,79}$', examples: ['eu-vat-de'] })
const dated = {
  validFrom: CalendarDate,
  validUntil: Nullable({ ...CalendarDate, description: 'The first day it no longer holds.' }),
  source: Text({ minLength: 1, maxLength: 500, description: 'Law or office the rule is from.' }),
}

export const DutyRule = Type.Object(
  {
    id: RuleId,
    kind: Enum(['duty', 'tax'], {
      $id: 'DutyKind',
      description: 'Customs duty, or VAT and the like.',
    }),
    label: Text({ minLength: 1, maxLength: 120 }),
    destinations: CountryList,
    shipsFrom: CountryList,
    shipsFromExcept: List(Type.String({ pattern: '^[A-Z]{2,3}$' }), {
      maxItems: 260,
      description: 'Countries inside the same customs territory.',
    }),
    hsPrefix: Type.String({
      pattern: '^[0-9]{0,10}$',
      description: 'Leading digits of the HS code; empty covers all goods.',
    }),
    valueOverMinor: Nullable(AmountMinor),
    valueUpToMinor: Nullable(AmountMinor),
    currency: Currency,
    basisPoints: Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description: '100 is one per cent.',
    }),
    perHeadingMinor: Type.Integer({
      minimum: 0,
      maximum: 1_000_000_000,
      description: 'Sum for each distinct six-digit tariff heading in a parcel.',
    }),
    base: Enum(['goods', 'goodsAndShipping', 'goodsShippingAndDuty'], {
      $id: 'DutyBase',
      description: 'What the percentage is taken of.',
    }),
    checkoutUpToMinor: Nullable({
      ...AmountMinor,
      description:
        'Parcels worth this much or less pay at checkout, others at the door; null is always, 0 never.',
    }),
    isEstimate: Type.Boolean({
      description: 'Whether the true rate depends on more than the rule knows.',
    }),
    ...dated,
  },
  {
    $id: 'DutyRule',
    additionalProperties: false,
    description:
      'A dated rule of duty or tax on imports. Of all that fit a line, the longest HS prefix holds, then the one named for the country, then the newest.',
  },
)

export type DutyRule = Type.Static<typeof DutyRule>

export const RestrictionRule = Type.Object(
  {
    id: RuleId,
    restriction: Text({
      minLength: 1,
      maxLength: 40,
      description: 'Restriction of the product ("battery"); "*" forbids every parcel.',
    }),
    destinations: CountryList,
    reason: Text({ minLength: 1, maxLength: 300 }),
    ...dated,
  },
  {
    $id: 'RestrictionRule',
    additionalProperties: false,
    description: 'Goods that destinations forbid, from one day until another.',
  },
)
export type RestrictionRule = Type.Static<typeof RestrictionRule>
