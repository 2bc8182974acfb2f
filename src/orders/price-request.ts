import { LRUCache } from 'lru-cache'
import type { Tx } from '../core/database.ts'
import { type Money, multiply } from '../core/money.ts'
import { type FeePolicy, feePolicies, serviceFeeOf } from '../ledger/index.ts'
import {
  type DutyLine,
  dutiesAndTaxes,
  type ExchangeTable,
  exchange,
  openRateBook,
  packParcel,
  type RateBook,
  rateBetween,
  requireOption,
  type ShippingOption,
  shippingOptions,
} from '../shipping/index.ts'
import { type PartCharges, type PricedBasket, priceBasket } from './pricing.ts'
import { type Offer, selectOffers } from './queries-offers.ts'
import { requireOffers } from './require-offers.ts'
import type { BasketRequest } from './stored.ts'

/** A basket with its price now, the options chosen and everything the price was made from. */
export interface PricedRequest {
  readonly price: PricedBasket
  readonly offers: ReadonlyMap<string, Offer>
  /** By seller. */
  readonly parts: ReadonlyMap<string, SendingPlan>
  readonly exchange: ExchangeTable
  /** Rates to the basket's currency of all currencies in it. */
  readonly rates: ReadonlyMap<string, string>
  readonly policies: readonly FeePolicy[]
}

/** How one seller's part travels and what customs ask of it. */
export interface SendingPlan {
  readonly option: ShippingOption
  readonly levies: readonly DutyLine[]
  readonly lines: readonly SceneLine[]
}

export interface PricingTools {
  readonly db: Tx
  /** Whose caches to use. */
  readonly database: object
  readonly now: Date
  /** Rates fixed by a quote; the published ones where absent. */
  readonly exchange?: ExchangeTable | undefined
}

/**
 * Prices a basket as things are now: two statements once the policies are in memory. Throws
 * `invalid_request`, `not_on_sale`, the refusals of shipping and `rate_not_available`.
 */
export async function priceRequest(
  request: BasketRequest,
  { db, database, now, exchange: fixed }: PricingTools,
): Promise<PricedRequest> {
  const variantIds = [...new Set(request.lines.map((line) => line.variantId))]
  const openBook = (sellerIds: string[]) =>
    openRateBook(db, sellerIds, request.destination.country, now)
  const expected = knownSellersOf(variantIds)
  const [offers, early, policies] = await Promise.all([
    selectOffers(db, variantIds, now),
    expected && openBook(expected),
    feePolicies(db, database),
  ])
  requireOffers(request, offers)
  const sellerIds = [...new Set([...offers.values()].map((offer) => offer.sellerId))]
  const open = early ?? (await openBook(sellerIds))
  rememberSellers(offers)
  const book = fixed ? { ...open, exchange: fixed } : open
  const currency = request.currency ?? offers.get(variantIds[0]!)!.currency
  const scene = { request, offers, book, currency, policies, now }
  const parts = new Map(sellerIds.map((sellerId) => [sellerId, planPart(scene, sellerId)]))
  return { ...priceOf(scene, parts), offers, parts, exchange: book.exchange, policies }
}

// A variant never changes hands: whoever sold it when it was priced last still does, so that offers
// and rates can be asked for in one flight.
const sellerOfVariant = new LRUCache<string, string>({ max: 100_000 })

function knownSellersOf(variantIds: readonly string[]): string[] | undefined {
  const sellers = new Set<string>()
  for (const id of variantIds) {
    const seller = sellerOfVariant.get(id)
    if (seller === undefined) return undefined
    sellers.add(seller)
  }
  return [...sellers]
}

function rememberSellers(offers: ReadonlyMap<string, Offer>): void {
  for (const { variantId, sellerId } of offers.values()) sellerOfVariant.set(variantId, sellerId)
}

interface Scene {
  readonly request: BasketRequest
  readonly offers: ReadonlyMap<string, Offer>
  readonly book: RateBook
  readonly currency: string
  readonly policies: readonly FeePolicy[]
  readonly now: Date
}

interface SceneLine {
  readonly offer: Offer
  readonly quantity: number
  readonly position: number
  /** The line's goods in the seller's and in the basket's currency. */
  readonly listed: Money
  readonly value: Money
}

/** One seller's lines with their value in the basket's currency. */
export function linesOfSeller(
  { request, offers, book, currency }: Pick<Scene, 'request' | 'offers' | 'book' | 'currency'>,
  sellerId: string,
): SceneLine[] {
  return request.lines.flatMap(({ variantId, quantity }, position) => {
    const offer = offers.get(variantId)!
    if (offer.sellerId !== sellerId) return []
    const unit = { amountMinor: offer.priceMinor, currency: offer.currency }
    const listed = multiply(unit, quantity)
    const value = multiply(exchange(book.exchange, unit, currency), quantity)
    return [{ offer, quantity, position, listed, value }]
  })
}

function planPart(scene: Scene, sellerId: string): SendingPlan {
  const { request, book, currency, now } = scene
  const { destination, choices, preference } = request
  const lines = linesOfSeller(scene, sellerId)
  const parcel = parcelOf(sellerId, lines)
  const found = shippingOptions(book, parcel, destination, currency, now)
  const chosen = choices[sellerId]
  const pointer = chosen === undefined ? '#/lines' : '#/shippingChoices'
  const option = requireOption(found, chosen ?? preference, pointer)
  const consignment = {
    lines: lines.map(({ offer, value }) => ({ hsCode: offer.hsCode, value })),
    shipping: option.price,
    shipFrom: option.shipFrom,
    destination: destination.country,
    incoterm: option.incoterm,
  }
  const levies = dutiesAndTaxes(book.duties, book.exchange, consignment, now)
  return { option, levies, lines }
}

// Free shipping is promised on the seller's own prices, so they are what is weighed against it.
export function parcelOf(sellerId: string, lines: readonly SceneLine[]) {
  const isOneCurrency = new Set(lines.map(({ offer }) => offer.currency)).size === 1
  const origins = new Set(lines.map(({ offer }) => offer.shipsFrom))
  const items = lines.map(({ offer, quantity, listed, value }) => ({
    ...offer,
    quantity,
    value: isOneCurrency ? listed : value,
  }))
  return packParcel(sellerId, origins.size === 1 ? lines[0]!.offer.shipsFrom : null, items)
}

function priceOf(scene: Scene, parts: ReadonlyMap<string, SendingPlan>) {
  const { request, offers, book, currency } = scene
  const lines = request.lines.map(({ variantId, quantity }) => {
    const { sellerId, priceMinor, currency: listedIn } = offers.get(variantId)!
    const unitPrice = { amountMinor: priceMinor, currency: listedIn }
    return { variantId, sellerId, quantity, unitPrice }
  })
  const charges = new Map([...parts].map(([id, plan]) => [id, chargesOf(scene, plan)]))
  const priced = [...charges.values()].map(({ shipping }) => shipping)
  const currencies = new Set(
    [...lines.map(({ unitPrice }) => unitPrice), ...priced].map(inCurrency),
  )
  const rates = new Map(
    [...currencies].map((from) => [from, rateBetween(book.exchange, from, currency).rate]),
  )
  return { rates, price: priceBasket({ currency, rates, lines, charges }) }
}

function inCurrency(amount: Money): string {
  return amount.currency
}

function chargesOf({ currency, policies, now: at }: Scene, plan: SendingPlan): PartCharges {
  const goodsMinor = plan.lines.reduce((total, { value }) => total + value.amountMinor, 0)
  return {
    shipping: plan.option.listPrice,
    levies: plan.levies
      .filter((levy) => levy.isCollectedAtCheckout)
      .map(({ kind, amount, lines }) => ({
        kind,
        amount,
        lines: lines.map((index) => plan.lines[index]!.position),
      })),
    serviceFeeMinor: serviceFeeOf(policies, { at, currency, goodsMinor }),
  }
}
