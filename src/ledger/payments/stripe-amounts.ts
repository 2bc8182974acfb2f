import { currencyExponent } from '../../core/currency.ts'
import type { Money } from '../../core/money.ts'

// Stripe counts some currencies otherwise than ISO 4217 does (docs.stripe.com/currencies).
const stripeExponents: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 }

/** An amount as Stripe counts it; throws RangeError where Stripe cannot carry it exactly. */
export function toStripe({ amountMinor, currency }: Money): { amount: number; currency: string } {
  const amount = shift(amountMinor, stripeExponent(currency) - currencyExponent(currency))
  // Stripe takes three-decimal currencies in steps of ten only.
  if (!Number.isSafeInteger(amount) || (currencyExponent(currency) === 3 && amount % 10 !== 0)) {
    throw new RangeError(`${amountMinor} minor units of ${currency} cannot be paid by card exactly`)
  }
  return { amount, currency: currency.toLowerCase() }
}

/** An amount of Stripe's in ISO 4217 minor units. */
export function fromStripe(amount: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase()
  const amountMinor = shift(amount, currencyExponent(currency) - stripeExponent(currency))
  return { amountMinor: Math.trunc(amountMinor), currency }
}

function stripeExponent(currency: string): number {
  return stripeExponents[currency] ?? currencyExponent(currency)
}

function shift(amount: number, places: number): number {
  return places >= 0 ? amount * 10 ** places : amount / 10 ** -places
}
