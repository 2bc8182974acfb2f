import { ApiError } from '../core/errors.ts'
import { convert, type Money } from '../core/money.ts'
import {
  divideRational,
  formatDecimal,
  parseDecimal,
  type Rational,
  rational,
} from '../core/rational.ts'

/** One published rate: units of the currency for one unit of the table's base. */
export interface PublishedRate {
  readonly currency: string
  /** Exact decimal. */
  readonly rate: string
  /** The day it was published for. */
  readonly date: string
  readonly source: string
}

/** The rates in force on a day, all against one base (EUR for the ECB's). */
export interface ExchangeTable {
  readonly base: string
  readonly rates: ReadonlyMap<string, PublishedRate>
}

/** A rate that a quote keeps: converting by `rate` again gives the same cents. */
export interface FixedRate {
  readonly from: string
  readonly to: string
  /** Units of `to` for one unit of `from`, an exact decimal. */
  readonly rate: string
  /** The older of the days whose published rates it is made from. */
  readonly asOf: string
  readonly source: string
}

// A crossed rate is a fraction without an end; 18 places keep 13 digits of the smallest one in use.
const crossedPlaces = 18

/**
 * The rate between two currencies, crossed exactly through the base and then fixed as a decimal
 * (half-even at 18 places). Throws `rate_not_available` when a currency has no published rate.
 */
export function rateBetween(table: ExchangeTable, from: string, to: string): FixedRate {
  return crossed(table, from, to).fixed
}

type Crossed = { fixed: FixedRate; exact: Rational }
const crossedRates = new WeakMap<ExchangeTable, Map<string, Crossed>>()

// Tables are kept for as long as they hold, and so are the rates made from them.
function crossed(table: ExchangeTable, from: string, to: string): Crossed {
  const known = crossedRates.get(table) ?? new Map<string, Crossed>()
  crossedRates.set(table, known)
  let rate = known.get(`${from}${to}`)
  if (!rate) {
    const fixed = cross(table, from, to)
    rate = { fixed, exact: parseDecimal(fixed.rate) }
    known.set(`${from}${to}`, rate)
  }
  return rate
}

function cross(table: ExchangeTable, from: string, to: string): FixedRate {
  if (from === to) return { from, to, rate: '1', asOf: '', source: 'same currency' }
  const [source, target] = [publishedRate(table, from), publishedRate(table, to)]
  const quotient = divideRational(exact(target), exact(source))
  const dates = [source.date, target.date].filter((date) => date !== '').sort()
  return {
    from,
    to,
    rate: formatDecimal(quotient, crossedPlaces),
    asOf: dates[0] ?? '',
    source: source.source || target.source,
  }
}

/** Converts an amount by the table's rate, rounded half-even to the target's minor unit. */
export function exchange(table: ExchangeTable, amount: Money, to: string): Money {
  if (amount.currency === to) return amount
  return convert(amount, to, crossed(table, amount.currency, to).exact)
}

function publishedRate(table: ExchangeTable, currency: string): PublishedRate {
  if (currency === table.base) return { currency, rate: '1', date: '', source: '' }
  const published = table.rates.get(currency)
  if (published) return published
  throw new ApiError(
    'rate_not_available',
    `There is no exchange rate for ${currency}: use one of ${[table.base, ...table.rates.keys()].sort().join(', ')}.`,
  )
}

const one = rational(1n, 1n)
function exact({ rate }: PublishedRate): Rational {
  return rate === '1' ? one : parseDecimal(rate)
}
