import { isCurrency } from '../core/currency.ts'
import { ApiError, type FieldError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { isCountry } from './address.ts'
import { expandCountries } from './country-groups.ts'
import type { ServiceInput, ServiceWithRates } from './queries-services.ts'
import type { ShippingService } from './schema.ts'

/** Faults of a list of countries; `pointer` is where the list sits in the input. */
export function countryFaults(codes: readonly string[], pointer: string): FieldError[] {
  return expandCountries(codes)
    .filter((code) => code !== '*' && !isCountry(code))
    .map((code) => ({
      pointer,
      code: 'unknown_country',
      message: `"${code}" is no country: use ISO 3166-1 alpha-2 codes, "EU", "GCC" or "*".`,
    }))
}

/** The fault of a currency code, if it has one. */
export function currencyFaults(code: string, pointer: string): FieldError[] {
  if (isCurrency(code)) return []
  const message = `"${code}" is no currency: use an ISO 4217 code such as EUR.`
  return [{ pointer, code: 'unknown_currency', message }]
}

/** Throws one problem that names every fault, when there is one. */
export function refuseFaults(faults: readonly FieldError[]): void {
  if (faults.length === 0) return
  throw new ApiError('invalid_request', faults.map(({ message }) => message).join(' '), {
    errors: faults,
  })
}

/** A service as it is stored: groups of countries written out. Throws `invalid_request` on a fault. */
export function checkedService(service: ServiceInput): ServiceInput {
  const faults = service.rates.flatMap((rate, index) => rateFaults(rate, `#/rates/${index}`))
  refuseFaults([...faults, ...overlapFaults(service)])
  return {
    ...service,
    rates: service.rates.map((rate) => ({ ...rate, countries: expandCountries(rate.countries) })),
  }
}

function rateFaults(rate: ServiceInput['rates'][number], pointer: string): FieldError[] {
  const faults = [
    ...countryFaults(rate.countries, `${pointer}/countries`),
    ...currencyFaults(rate.currency, `${pointer}/currency`),
  ]
  if (rate.maxDays < rate.minDays) {
    const message = 'maxDays must be minDays or more.'
    faults.push({ pointer: `${pointer}/maxDays`, code: 'too_small', message })
  }
  return faults
}

function overlapFaults({ rates }: ServiceInput): FieldError[] {
  const seen = new Set<string>()
  return rates.flatMap(({ countries }, index) =>
    expandCountries(countries).flatMap((country) => {
      if (!seen.has(country)) {
        seen.add(country)
        return []
      }
      const message = `${country} stands in two rates: leave it in one.`
      return [{ pointer: `#/rates/${index}/countries`, code: 'not_unique', message }]
    }),
  )
}

/** A stored service on the wire. */
export function serviceOf(row: ServiceWithRates): ShippingService {
  const { id, sellerId, createdAt: _, updatedAt, rates, ...service } = row
  return {
    id: ids.shippingService.encode(id),
    sellerId: sellerId === null ? null : ids.seller.encode(sellerId),
    ...service,
    rates: rates.map(({ id: _id, serviceId: _serviceId, ...rate }) => rate),
    updatedAt: updatedAt.toISOString(),
  }
}
