import type { Tx } from '../core/database.ts'
import type { Destination } from './options.ts'
import { type Policies, policiesOf } from './policies.ts'
import { readServices, type ServiceRow } from './queries.ts'
import { shippedServices } from './shipped-policies.ts'

/** A service with its price to the book's country; the price is null where it does not go there. */
export interface ServiceRate {
  readonly serviceId: string
  readonly sellerId: string
  readonly code: string
  readonly carrier: string
  readonly name: string
  readonly shipFrom: string | null
  readonly handlingDays: number
  readonly isTracked: boolean
  readonly incoterm: 'DDP' | 'DAP'
  readonly acceptedRestrictions: readonly string[]
  readonly price: {
    readonly currency: string
    readonly baseMinor: number
    readonly perKgMinor: number
    readonly volumetricDivisor: number | null
    readonly maxWeightGrams: number | null
    readonly freeOverMinor: number | null
    readonly minDays: number
    readonly maxDays: number
  } | null
}

/** All that pricing a basket to one country needs; everything made from it is pure. */
export interface RateBook extends Policies {
  /** The seller's services, or the platform's own where the seller has none. */
  servicesOf(sellerId: string): readonly ServiceRate[]
  /** Days from order to delivery by a service, as chances. */
  distributionOf(rate: ServiceRate, shipFrom: string | null, destination: Destination): number[]
}

/** Opens the book for these sellers and a country: one statement once the policies are in memory. */
export async function openRateBook(
  db: Tx,
  sellerIds: readonly string[],
  country: string,
  at: Date,
): Promise<RateBook> {
  const rows = await readServices(db, sellerIds, country)
  const policies = await policiesOf(db, rows[0]?.versions ?? {}, at)
  const bySeller = Map.groupBy(
    rows.filter((row) => row.service_id !== null),
    (row) => row.seller_id,
  )
  return {
    ...policies,
    servicesOf(sellerId) {
      const own = bySeller.get(sellerId)
      if (own) return own.map((row) => rateOf(row, sellerId))
      const platform = bySeller.get(null)
      const services =
        platform?.map((row) => rateOf(row, sellerId)) ?? shippedServiceRates(sellerId, country)
      // The platform's services only carry: how fast a parcel is packed is the seller's to say.
      const handlingDays = rows[0]?.handling?.[sellerId]
      return services.map((rate) => ({ ...rate, handlingDays: handlingDays ?? rate.handlingDays }))
    },
    distributionOf: (rate, from, destination) =>
      policies.lifeTables.distribution(
        { ...destination, from, sellerId: rate.sellerId, service: `${rate.carrier}/${rate.code}` },
        { handlingDays: rate.handlingDays, ...rate.price! },
      ),
  }
}

function shippedServiceRates(sellerId: string, country: string): ServiceRate[] {
  return shippedServices.map(({ id, rates, ...service }) => ({
    ...service,
    serviceId: id,
    sellerId,
    shipFrom: null,
    incoterm: service.incoterm === 'DDP' ? 'DDP' : 'DAP',
    price:
      rates.find((rate) => rate.countries.includes(country)) ??
      rates.find((rate) => rate.countries.includes('*')) ??
      null,
  }))
}

function rateOf(row: ServiceRow, sellerId: string): ServiceRate {
  return {
    serviceId: row.service_id!,
    sellerId,
    code: row.code,
    carrier: row.carrier,
    name: row.name,
    shipFrom: row.ship_from,
    handlingDays: row.handling_days,
    isTracked: row.is_tracked,
    incoterm: row.incoterm,
    acceptedRestrictions: row.accepted_restrictions,
    price:
      row.rate_id === null
        ? null
        : {
            currency: row.currency,
            baseMinor: row.base_minor,
            perKgMinor: row.per_kg_minor,
            volumetricDivisor: row.volumetric_divisor,
            maxWeightGrams: row.max_weight_grams,
            freeOverMinor: row.free_over_minor,
            minDays: row.min_days,
            maxDays: row.max_days,
          },
  }
}
