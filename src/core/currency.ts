import iso4217 from 'currency-codes'
import { invalidField } from './errors.ts'

// ISO 4217 gives metals, bond units, drawing rights and test codes no minor unit: not for prices.
const unpriceable = /^(XA[GU]|XB[A-D]|XP[DT]|XDR|XSU|XTS|XUA|XXX)$/

const exponents = new Map(
  iso4217.data
    .filter(({ code }) => !unpriceable.test(code))
    .map(({ code, digits }) => [code, digits]),
)

/** Every ISO 4217 currency a price can be in, in alphabetical order. */
export const currencyCodes: readonly string[] = [...exponents.keys()].sort()

/** Whether the text is an ISO 4217 currency a price can be in (upper case, such as "EUR"). */
export function isCurrency(code: string): boolean {
  return exponents.has(code)
}

/** Refuses an input's currency that is none, or none for prices. */
export function requireCurrency(code: string, pointer = '#/currency'): void {
  if (isCurrency(code)) return
  const message = `${code} is no currency: use an ISO 4217 code such as EUR.`
  throw invalidField(pointer, 'unknown_currency', message)
}

/** How many decimals the currency's minor unit stands for: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(code: string): number {
  const exponent = exponents.get(code)
  if (exponent === undefined) {
    throw new RangeError(`"${code}" is not an ISO 4217 currency code such as EUR.`)
  }
  return exponent
}
