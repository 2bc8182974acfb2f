import { currencyExponent } from '../core/currency.ts'

/** Ten units of the currency: below it a transfer costs more than it is worth. */
export function defaultMinimumMinor(currency: string): number {
  return 10 * 10 ** currencyExponent(currency)
}
