import { ApiError } from '../core/errors.ts'
import { compare, type Money } from '../core/money.ts'
import { type DeliveryEstimate, datesOf } from './estimate.ts'
import { type ExchangeTable, exchange } from './exchange.ts'
import type { Parcel } from './parcel.ts'
import type { RateBook, ServiceRate } from './rate-book.ts'
import { covers, forbiddingRules } from './restrictions.ts'
import type { RestrictionRule } from './schema.ts'

/** As much of an address as prices a parcel. */
export interface Destination {
  readonly country: string
  readonly region?: string | undefined
  readonly postalCode?: string | undefined
}

/** One way to send a parcel, with its price and its dates. */
export interface ShippingOption extends DeliveryEstimate {
  readonly serviceId: string
  /** Stable name within the seller. */
  readonly code: string
  readonly carrier: string
  readonly name: string
  readonly shipFrom: string | null
  readonly isTracked: boolean
  readonly incoterm: 'DDP' | 'DAP'
  /** In the currency asked for. */
  readonly price: Money
  /** In the service's own currency: what the seller gets. */
  readonly listPrice: Money
  readonly handlingDays: number
  readonly minDays: number
  readonly maxDays: number
}

/** Why a service does not take the parcel. */
export const exclusionReasons = [
  'destination_not_served',
  'ships_from_elsewhere',
  'too_heavy',
  'restriction_not_accepted',
  'rate_not_available',
] as const
export type ExclusionReason = (typeof exclusionReasons)[number]

export interface ExcludedService {
  readonly code: string
  readonly name: string
  readonly reason: ExclusionReason
}

/** What can be done with one parcel. */
export interface ParcelOptions {
  readonly sellerId: string
  /** Cheapest first. */
  readonly options: readonly ShippingOption[]
  readonly excluded: readonly ExcludedService[]
  /** Rules by which the destination forbids the goods; nothing is offered then. */
  readonly forbiddenBy: readonly RestrictionRule[]
}

/** "cheapest", "fastest", or the code of a service. */
export type ShippingChoice = string

/** Every service of the parcel's seller, priced in `currency` and dated, or with why it is not. */
export function shippingOptions(
  book: RateBook,
  parcel: Parcel,
  destination: Destination,
  currency: string,
  at: Date,
): ParcelOptions {
  const { sellerId } = parcel
  const forbiddenBy = forbiddingRules(
    book.restrictions,
    parcel.restrictions,
    destination.country,
    at,
  )
  if (forbiddenBy.length > 0) return { sellerId, options: [], excluded: [], forbiddenBy }
  const options: ShippingOption[] = []
  const excluded: ExcludedService[] = []
  for (const rate of book.servicesOf(sellerId)) {
    const reason = exclusionOf(rate, parcel, book.exchange, currency)
    if (reason) excluded.push({ code: rate.code, name: rate.name, reason })
    else options.push(optionOf(book, rate, parcel, destination, currency, at))
  }
  options.sort((a, b) => compare(a.price, b.price) || a.deliverBy.getTime() - b.deliverBy.getTime())
  return { sellerId, options, excluded, forbiddenBy }
}

/** The option chosen; undefined when the code is not among them or there is none at all. */
export function chooseOption(
  options: readonly ShippingOption[],
  choice: ShippingChoice,
): ShippingOption | undefined {
  if (choice === 'cheapest') return options[0]
  if (choice !== 'fastest') return options.find((option) => option.code === choice)
  return options.toSorted(
    (a, b) =>
      a.deliverBy.getTime() - b.deliverBy.getTime() ||
      a.deliveryP50At.getTime() - b.deliveryP50At.getTime(),
  )[0]
}

/**
 * The option chosen for a parcel. Throws `destination_restricted`, `destination_not_served` or
 * `shipping_service_not_available`, each saying why and what would work.
 */
export function requireOption(
  { options, excluded, forbiddenBy }: ParcelOptions,
  choice: ShippingChoice,
  pointer: string,
): ShippingOption {
  const option = chooseOption(options, choice)
  if (option) return option
  const extra = {
    excluded,
    forbiddenBy: forbiddenBy.map(({ id, restriction }) => ({ id, restriction })),
  }
  const refuse = (
    code: 'destination_restricted' | 'destination_not_served' | 'shipping_service_not_available',
    message: string,
  ) => new ApiError(code, message, { errors: [{ pointer, code, message }], extra })
  const [rule] = forbiddenBy
  if (rule) {
    throw refuse(
      'destination_restricted',
      `The destination forbids these goods (${rule.restriction}): ${rule.reason}`,
    )
  }
  if (options.length === 0) {
    throw refuse(
      'destination_not_served',
      'No service of the seller takes this parcel to the destination: leave out these lines or choose another seller.',
    )
  }
  const codes = options.map(({ code }) => code).join(', ')
  throw refuse(
    'shipping_service_not_available',
    `The service "${choice}" does not take this parcel: choose one of ${codes}.`,
  )
}

// A hundred tonnes: beyond it, sums would leave the safe integers before anyone could carry it.
const heaviestGrams = 100_000_000

function exclusionOf(
  rate: ServiceRate,
  parcel: Parcel,
  table: ExchangeTable,
  currency: string,
): ExclusionReason | undefined {
  if (rate.price === null) return 'destination_not_served'
  if (rate.shipFrom !== null && parcel.shipFrom !== null && rate.shipFrom !== parcel.shipFrom) {
    return 'ships_from_elsewhere'
  }
  const { maxWeightGrams } = rate.price
  if (chargeableGrams(rate.price, parcel) > (maxWeightGrams ?? heaviestGrams)) return 'too_heavy'
  if (parcel.restrictions.some((kind) => !covers(rate.acceptedRestrictions, kind))) {
    return 'restriction_not_accepted'
  }
  const needed = [currency, rate.price.currency, parcel.value.currency]
  const isKnown = (code: string) => code === table.base || table.rates.has(code)
  return new Set(needed).size === 1 || needed.every(isKnown) ? undefined : 'rate_not_available'
}

function optionOf(
  book: RateBook,
  rate: ServiceRate,
  parcel: Parcel,
  destination: Destination,
  currency: string,
  at: Date,
): ShippingOption {
  const price = rate.price!
  const listPrice = priceOf(price, parcel, book.exchange)
  const shipFrom = rate.shipFrom ?? parcel.shipFrom
  return {
    serviceId: rate.serviceId,
    code: rate.code,
    carrier: rate.carrier,
    name: rate.name,
    shipFrom,
    isTracked: rate.isTracked,
    incoterm: rate.incoterm,
    price: exchange(book.exchange, listPrice, currency),
    listPrice,
    handlingDays: rate.handlingDays,
    minDays: price.minDays,
    maxDays: price.maxDays,
    ...datesOf(book.distributionOf(rate, shipFrom, destination), rate.handlingDays, at),
  }
}

type Price = NonNullable<ServiceRate['price']>

/** Grams that count: the weight, or the volume by the service's divisor where that is more. */
export function chargeableGrams(price: Price, parcel: Parcel): number {
  if (price.volumetricDivisor === null) return parcel.weightGrams
  // mm³ / 1000 is cm³; cm³ / divisor is kilograms.
  return Math.max(parcel.weightGrams, Math.ceil(parcel.volumeMm3 / price.volumetricDivisor))
}

function priceOf(price: Price, parcel: Parcel, table: ExchangeTable): Money {
  const { currency, freeOverMinor } = price
  if (
    freeOverMinor !== null &&
    exchange(table, parcel.value, currency).amountMinor >= freeOverMinor
  ) {
    return { amountMinor: 0, currency }
  }
  const weighed = Math.ceil((price.perKgMinor * chargeableGrams(price, parcel)) / 1000)
  return { amountMinor: price.baseMinor + weighed, currency }
}
