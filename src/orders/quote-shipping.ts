import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Country, Currency, Enum, Id, Money, Nullable } from '../core/schema.ts'
import {
  dutiesAndTaxes,
  exclusionReasons,
  Incoterm,
  openRateBook,
  type Destination as Place,
  type RateBook,
  type ShippingOption,
  shippingOptions,
} from '../shipping/index.ts'
import { linesOfSeller, parcelOf } from './price-request.ts'
import { selectOffers } from './queries-offers.ts'
import { QuoteLevy } from './quote-schema.ts'
import { readBasket } from './read-basket.ts'
import { requireOffers } from './require-offers.ts'
import { DeliveryPromise, Destination, linesInput } from './schema.ts'

const OfferedShipping = Type.Object(
  {
    code: Type.String({ description: 'Name it in `shippingChoices` to choose the option.' }),
    carrier: Type.String(),
    name: Type.String(),
    shipFrom: Nullable(Country),
    isTracked: Type.Boolean(),
    incoterm: Incoterm,
    price: Money,
    handlingDays: Type.Integer({ description: 'Days from the order to the carrier.' }),
    minDays: Type.Integer({ description: 'Days under way at the least, as the service states.' }),
    maxDays: Type.Integer({ description: 'Days under way at the most, as the service states.' }),
    promise: DeliveryPromise,
    levies: Type.Array(QuoteLevy, { description: 'Duties and taxes of the parcel.' }),
  },
  {
    $id: 'OfferedShipping',
    additionalProperties: false,
    description: 'One way to send a seller’s goods.',
  },
)

const ExcludedShipping = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    reason: Enum(exclusionReasons, {
      $id: 'ShippingExclusion',
      description: 'Why a service does not take the goods.',
    }),
  },
  { $id: 'ExcludedShipping', additionalProperties: false },
)

const ForbiddenGoods = Type.Object(
  {
    ruleId: Type.String({ description: 'See `GET /v1/restriction-rules`.' }),
    restriction: Type.String(),
    reason: Type.String(),
  },
  { $id: 'ForbiddenGoods', additionalProperties: false },
)

const SellerShipping = Type.Object(
  {
    sellerId: Id('seller'),
    options: Type.Array(OfferedShipping, { description: 'Cheapest first.' }),
    excluded: Type.Array(ExcludedShipping),
    forbiddenBy: Type.Array(ForbiddenGoods, {
      description: 'Rules by which the destination forbids the goods; then there is no option.',
    }),
  },
  {
    $id: 'SellerShipping',
    additionalProperties: false,
    description: 'How one seller can send its lines.',
  },
)

export const quoteShipping = defineOperation({
  name: 'quoteShipping',
  tag: 'orders',
  summary: 'Compare shipping of some lines',
  description:
    'Every way to send these lines to a destination, by seller, with price, dates, duties and taxes, and why other services do not take them. Fixes nothing: `POST /v1/quotes` does.',
  http: 'POST /v1/shipping-options',
  scope: 'products:read',
  readOnly: true,
  cost: 3,
  input: Type.Object(
    { lines: linesInput, destination: Destination, currency: Type.Optional(Currency) },
    { additionalProperties: false },
  ),
  output: Type.Object(
    { currency: Currency, sellers: Type.Array(SellerShipping) },
    { $id: 'ShippingComparison', additionalProperties: false },
  ),
  errors: ['not_on_sale', 'rate_not_available'],
  async handle({ db, now }, { lines, destination, currency: wanted }) {
    const request = readBasket({ lines, currency: wanted }, destination)
    const variantIds = [...new Set(request.lines.map(({ variantId }) => variantId))]
    const offers = await selectOffers(db, variantIds, now)
    requireOffers(request, offers)
    const sellerIds = [...new Set([...offers.values()].map(({ sellerId }) => sellerId))]
    const book = await openRateBook(db, sellerIds, destination.country, now)
    const currency = wanted ?? offers.get(variantIds[0]!)!.currency
    const sellers = sellerIds.sort().map((sellerId) => {
      const sent = linesOfSeller({ request, offers, book, currency }, sellerId)
      const parcel = parcelOf(sellerId, sent)
      const found = shippingOptions(book, parcel, destination, currency, now)
      const goods = sent.map(({ offer, value }) => ({ hsCode: offer.hsCode, value }))
      return {
        sellerId: ids.seller.encode(sellerId),
        options: found.options.map((option) => offered(option, goods, { book, destination, now })),
        excluded: [...found.excluded],
        forbiddenBy: found.forbiddenBy.map(({ id: ruleId, restriction, reason }) => ({
          ruleId,
          restriction,
          reason,
        })),
      }
    })
    return { currency, sellers }
  },
})

interface Scene {
  readonly book: RateBook
  readonly destination: Place
  readonly now: Date
}

function offered(
  option: ShippingOption,
  lines: Parameters<typeof dutiesAndTaxes>[2]['lines'],
  { book, destination, now }: Scene,
): Type.Static<typeof OfferedShipping> {
  const { price, incoterm, shipFrom, shipBy, deliveryP50At, deliverBy, ...rest } = option
  const consignment = {
    lines,
    shipping: price,
    shipFrom,
    destination: destination.country,
    incoterm,
  }
  const levies = dutiesAndTaxes(book.duties, book.exchange, consignment, now)
  const { code, carrier, name, isTracked, handlingDays, minDays, maxDays } = rest
  return {
    ...{ code, carrier, name, shipFrom, isTracked, incoterm, price },
    ...{ handlingDays, minDays, maxDays },
    promise: {
      shipBy: shipBy.toISOString(),
      p50At: deliveryP50At.toISOString(),
      p90At: deliverBy.toISOString(),
    },
    levies: levies.map(({ kind, label, amount, isCollectedAtCheckout, isEstimate }) => ({
      kind,
      label,
      amount,
      isCollectedAtCheckout,
      isEstimate,
    })),
  }
}
