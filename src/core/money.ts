import { currencyExponent } from './currency.ts'
import {
  divideRounded,
  multiplyRational,
  parseDecimal,
  type Rational,
  type Rounding,
  rational,
} from './rational.ts'
import type { Money } from './schema.ts'

export type { Money }

/** Units of the target currency for one unit of the source: exact, as text or as a fraction. */
export type Rate = string | Rational

/** Makes an amount; throws RangeError on a fraction, an unsafe integer or an unknown currency. */
export function money(amountMinor: number, currency: string): Money {
  currencyExponent(currency)
  return { amountMinor: safeInteger(amountMinor), currency }
}

/** Nothing, in the given currency. */
export function zero(currency: string): Money {
  return money(0, currency)
}

/** Adds two amounts of one currency. */
export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return { amountMinor: safeInteger(a.amountMinor + b.amountMinor), currency: a.currency }
}

/** Takes `b` from `a`; both in one currency. */
export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return { amountMinor: safeInteger(a.amountMinor - b.amountMinor), currency: a.currency }
}

/** The amount with its sign turned. */
export function negate(amount: Money): Money {
  return {
    amountMinor: amount.amountMinor === 0 ? 0 : -amount.amountMinor,
    currency: amount.currency,
  }
}

/** Adds any number of amounts of `currency`; an empty list is zero. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency)
  for (const amount of amounts) total = add(total, amount)
  return total
}

/** The amount times an integer, such as a quantity. */
export function multiply(amount: Money, factor: number): Money {
  const product = BigInt(safeInteger(amount.amountMinor)) * BigInt(safeInteger(factor))
  return { amountMinor: toSafeNumber(product), currency: amount.currency }
}

/** -1, 0 or 1, for sorting amounts of one currency. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  assertSameCurrency(a, b)
  return a.amountMinor < b.amountMinor ? -1 : a.amountMinor > b.amountMinor ? 1 : 0
}

/** Whether both amounts are equal in value and currency. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.amountMinor === b.amountMinor
}

/** The smaller of two amounts of one currency. */
export function min(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b
}

/** The larger of two amounts of one currency. */
export function max(a: Money, b: Money): Money {
  return compare(a, b) >= 0 ? a : b
}

/**
 * A share of the amount in basis points (1 % is 100), rounded to a whole minor unit: half-even
 * unless told otherwise, since always rounding halves up would drift over many postings.
 */
export function percent(amount: Money, basisPoints: number, rounding?: Rounding): Money {
  const product = BigInt(safeInteger(amount.amountMinor)) * BigInt(safeInteger(basisPoints))
  return {
    amountMinor: toSafeNumber(divideRounded(product, 10_000n, rounding)),
    currency: amount.currency,
  }
}

/**
 * Splits the amount by whole weights so that the parts add up to it: each part is cut towards zero
 * and the missing units go to the largest remainders, earlier parts first.
 */
export function allocate(amount: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((all, weight) => all + BigInt(naturalNumber(weight)), 0n)
  if (total === 0n) throw new RangeError('Allocation needs at least one weight above 0.')
  const sign = amount.amountMinor < 0 ? -1n : 1n
  const whole = sign * BigInt(safeInteger(amount.amountMinor))
  const shares = weights.map((weight, index) => {
    const product = whole * BigInt(weight)
    return { index, units: product / total, rest: product % total }
  })
  let missing = whole - shares.reduce((all, share) => all + share.units, 0n)
  for (const share of shares.toSorted((a, b) => Number(b.rest - a.rest) || a.index - b.index)) {
    if (missing === 0n) break
    share.units += 1n
    missing -= 1n
  }
  return shares.map(({ units }) => ({
    amountMinor: toSafeNumber(sign * units),
    currency: amount.currency,
  }))
}

/**
 * Converts at an exact rate ("1.0837" units of `currency` for one unit of the amount's currency),
 * rounding once, half-even unless told otherwise, to a whole minor unit of `currency`.
 */
export function convert(amount: Money, currency: string, rate: Rate, rounding?: Rounding): Money {
  const factor = typeof rate === 'string' ? parseDecimal(rate) : rate
  if (factor.numerator <= 0n) throw new RangeError('An exchange rate must be above 0.')
  const scale = rational(
    10n ** BigInt(currencyExponent(currency)),
    10n ** BigInt(currencyExponent(amount.currency)),
  )
  const { numerator, denominator } = multiplyRational(factor, scale)
  const units = BigInt(safeInteger(amount.amountMinor)) * numerator
  return { amountMinor: toSafeNumber(divideRounded(units, denominator, rounding)), currency }
}

/** Reads a decimal such as "12.50"; throws RangeError when it is finer than the minor unit. */
export function parseMoney(decimal: string, currency: string): Money {
  const value = parseDecimal(decimal)
  const exponent = currencyExponent(currency)
  const units = value.numerator * 10n ** BigInt(exponent)
  if (units % value.denominator !== 0n) {
    throw new RangeError(`${currency} has ${exponent} decimals; "${decimal}" has more.`)
  }
  return { amountMinor: toSafeNumber(units / value.denominator), currency }
}

/** Writes the amount as a plain decimal with the currency's own number of decimals: "12.50". */
export function toDecimal(amount: Money): string {
  const exponent = currencyExponent(amount.currency)
  const digits = String(Math.abs(amount.amountMinor)).padStart(exponent + 1, '0')
  const point = digits.length - exponent
  const sign = amount.amountMinor < 0 ? '-' : ''
  return `${sign}${digits.slice(0, point)}${exponent ? `.${digits.slice(point)}` : ''}`
}

/** Writes the amount for people in their language (BCP 47): "€12.50" or "12,50 €". */
export function formatMoney(amount: Money, language = 'en'): string {
  const exponent = currencyExponent(amount.currency)
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(toDecimal(amount) as Intl.StringNumericLiteral)
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new RangeError(`${a.currency} and ${b.currency} cannot be mixed; convert one first.`)
  }
}

function naturalNumber(value: number): number {
  if (value < 0) throw new RangeError(`A weight cannot be negative: ${value}.`)
  return safeInteger(value)
}

function safeInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer.`)
  return value
}

function toSafeNumber(value: bigint): number {
  return safeInteger(Number(value))
}
