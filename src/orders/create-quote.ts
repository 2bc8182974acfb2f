import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency } from '../core/schema.ts'
import { Address, rateBetween, requireAddress } from '../shipping/index.ts'
import { policy } from './policy.ts'
import { type PricedRequest, priceRequest, type SendingPlan } from './price-request.ts'
import { insertHolds, insertQuote } from './queries-quote.ts'
import { unitsByVariant } from './queries-stock.ts'
import { Quote } from './quote-schema.ts'
import { type QuoteRow, quoteView } from './quote-view.ts'
import { readBasket } from './read-basket.ts'
import { Destination, linesInput, ShippingPreference, shippingChoicesInput } from './schema.ts'
import type { StoredDestination, StoredPlan, StoredPrice, StoredRates } from './stored.ts'
import { holdUnits, requireSeenStock } from './take-stock.ts'

export const createQuote = defineOperation({
  name: 'createQuote',
  tag: 'orders',
  summary: 'Quote an order',
  description:
    'Prices lines to a destination: goods, shipping per seller, duties and taxes by their dated rules, fees, and the dates to expect. The rate of exchange is fixed until `expiresAt`; with `holdStock` the units are kept aside until then. Give `shippingAddress`, or a `destination` where the address is not known yet.',
  http: 'POST /v1/quotes',
  status: 201,
  scope: 'orders:write',
  idempotency: 'accepted',
  cost: 5,
  input: Type.Object(
    {
      lines: linesInput,
      destination: Type.Optional(Destination),
      shippingAddress: Type.Optional(Address),
      shippingPreference: Type.Optional(ShippingPreference),
      shippingChoices: Type.Optional(shippingChoicesInput),
      currency: Type.Optional(Currency),
      holdStock: Type.Optional(
        Type.Boolean({ default: false, description: 'Keep the units aside until it expires.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Quote,
  errors: [
    'not_on_sale',
    'out_of_stock',
    'invalid_address',
    'destination_restricted',
    'destination_not_served',
    'shipping_service_not_available',
    'rate_not_available',
  ],
  async handle(
    { db, database, caller, now },
    { shippingAddress, destination, holdStock, ...input },
  ) {
    const address = shippingAddress && requireAddress(shippingAddress, now, '#/shippingAddress')
    const request = readBasket(input, destinationOf(address, destination))
    const priced = await priceRequest(request, { db, database, now })
    const { accountId, mode } = caller
    const wish = { accountId, mode, lines: request.lines, offers: priced.offers }
    const isHoldingStock = holdStock === true && mode === 'live'
    if (holdStock) {
      await requireSeenStock(db, wish)
      await holdUnits(db, wish)
    }
    const row: QuoteRow = {
      id: newId(),
      accountId,
      mode,
      currency: priced.price.currency,
      request,
      price: storedPrice(priced),
      rates: storedRates(priced),
      isHoldingStock,
      createdAt: now,
      expiresAt: new Date(now.getTime() + policy.quoteMinutes * 60_000),
      orderId: null,
      settledAt: null,
    }
    await insertQuote(db, row)
    if (isHoldingStock) await insertHolds(db, row.id, unitsByVariant(request.lines))
    return quoteView(row, now)
  },
})

function destinationOf(
  address: Address | undefined,
  destination: StoredDestination | undefined,
): StoredDestination {
  if (address) {
    const { country, postalCode, region } = address
    return { country, postalCode, region, address }
  }
  if (destination) return destination
  throw invalidField('#/destination', 'required', 'Give a destination or a shippingAddress.')
}

function storedPrice({ price, parts, exchange, rates }: PricedRequest): StoredPrice {
  const foreign = [...rates.keys()].filter((currency) => currency !== price.currency)
  return {
    basket: price,
    plans: Object.fromEntries([...parts].map(([sellerId, plan]) => [sellerId, storedPlan(plan)])),
    fixedRates: foreign.map((currency) => rateBetween(exchange, currency, price.currency)),
  }
}

function storedPlan({ option, levies }: SendingPlan): StoredPlan {
  const { code, name, carrier, incoterm, isTracked } = option
  return {
    option: { code, name, carrier, incoterm, isTracked },
    shipBy: option.shipBy.toISOString(),
    deliveryP50At: option.deliveryP50At.toISOString(),
    deliverBy: option.deliverBy.toISOString(),
    levies: levies.map(({ kind, label, amount, isCollectedAtCheckout, isEstimate }) => ({
      kind,
      label,
      amount,
      isCollectedAtCheckout,
      isEstimate,
    })),
  }
}

function storedRates({ exchange: { base, rates } }: PricedRequest): StoredRates {
  const entries = [...rates.values()].map(({ currency, rate }) => [currency, rate])
  return { base, rates: Object.fromEntries(entries) }
}
