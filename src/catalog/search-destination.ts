import type { Tx } from '../core/database.ts'
import type { SearchDestination, ShippingWay } from '../search/index.ts'
import { exchange, openRateBook, type RateBook, type ServiceRate } from '../shipping/index.ts'
import { selectSellersWithServices } from './queries-shipping-ways.ts'

/** Stands for every seller without services of its own. */
const anySeller = '00000000-0000-0000-0000-000000000000'

/** How goods get to a country, in the form in which a search can filter and sort by it. */
export async function openDestination(
  db: Tx,
  country: string,
  currency: string,
  at: Date,
): Promise<SearchDestination> {
  const sellers = await selectSellersWithServices(db)
  const book = await openRateBook(db, sellers, country, at)
  const waysOf = (sellerId: string, shownAs: string | null) =>
    book.servicesOf(sellerId).flatMap((rate) => wayOf(book, rate, shownAs, currency) ?? [])
  const own = sellers.flatMap((sellerId) => {
    const ways = waysOf(sellerId, sellerId)
    // A seller whose services do not go there has none, and no claim to the platform's either.
    return ways.length > 0 ? ways : [nowhere(sellerId)]
  })
  return {
    country,
    ways: [...own, ...waysOf(anySeller, null)],
    forbidden: forbiddenIn(book, country, at),
  }
}

function wayOf(
  { exchange: table }: RateBook,
  { price, shipFrom, handlingDays, acceptedRestrictions }: ServiceRate,
  sellerId: string | null,
  currency: string,
): ShippingWay | undefined {
  if (price === null) return undefined
  const convert = (amountMinor: number) =>
    exchange(table, { amountMinor, currency: price.currency }, currency).amountMinor
  return {
    sellerId,
    shipFrom,
    acceptedRestrictions,
    baseMinor: convert(price.baseMinor),
    perKgMinor: convert(price.perKgMinor),
    volumetricDivisor: price.volumetricDivisor,
    maxWeightGrams: price.maxWeightGrams,
    freeOverMinor: price.freeOverMinor === null ? null : convert(price.freeOverMinor),
    days: handlingDays + price.maxDays,
  }
}

/** A way that takes nothing. */
function nowhere(sellerId: string): ShippingWay {
  return {
    sellerId,
    shipFrom: null,
    acceptedRestrictions: [],
    baseMinor: 0,
    perKgMinor: 0,
    volumetricDivisor: null,
    maxWeightGrams: -1,
    freeOverMinor: null,
    days: 0,
  }
}

function forbiddenIn({ restrictions }: RateBook, country: string, at: Date): string[] {
  const day = at.toISOString().slice(0, 10)
  return restrictions
    .filter(
      ({ destinations, validFrom, validUntil }) =>
        validFrom <= day &&
        (validUntil === null || day < validUntil) &&
        (destinations.includes(country) || destinations.includes('*')),
    )
    .map(({ restriction }) => restriction)
}
