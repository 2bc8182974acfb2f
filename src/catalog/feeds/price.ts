import { currencyExponent, isCurrency } from '../../core/currency.ts'
import { type Money, parseMoney } from '../../core/money.ts'
import { RowError } from './feed-product.ts'

/** The highest price taken from a feed, in minor units; more is a slip of the point. */
export const maxPriceMinor = 1_000_000_000_000

/**
 * Reads a price such as "12.34 USD", "USD 1,299.00" or "12,50 EUR" exactly in the currency's own
 * decimals. Without a currency of its own it is in `fallback`; throws RowError naming `column`.
 */
export function parsePrice(text: string, column: string, fallback: string | null): Money {
  const match = /^([A-Za-z]{3})?\s*([-\d.,' \u00a0\u202f]+?)\s*([A-Za-z]{3})?$/.exec(text.trim())
  const number = match?.[2]
  if (!match || number === undefined || (match[1] && match[3])) {
    throw new RowError(column, {
      code: 'price_invalid',
      reason: `"${shorten(text)}" is not a price.`,
      fix: 'Write a number with a point and the ISO 4217 currency, such as 12.34 USD.',
    })
  }
  const currency = (match[1] ?? match[3] ?? fallback)?.toUpperCase() ?? ''
  if (!isCurrency(currency)) throw unknownCurrency(currency, text, column)
  return readAmount(plainDecimal(number, currency, column), currency, column)
}

function unknownCurrency(currency: string, text: string, column: string): RowError {
  return currency === ''
    ? new RowError(column, {
        code: 'currency_missing',
        reason: `The price "${shorten(text)}" names no currency.`,
        fix: 'Add the ISO 4217 code, such as 12.34 USD.',
      })
    : new RowError(column, {
        code: 'unknown_currency',
        reason: `"${currency}" is not an ISO 4217 currency.`,
        fix: 'Use the three-letter code, such as USD, EUR or JPY.',
      })
}

/** Reads a number of the given currency; throws RowError where it is negative, huge or too fine. */
export function readAmount(decimal: string, currency: string, column: string): Money {
  const digits = currencyExponent(currency)
  const trimmed = decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal
  if (trimmed.startsWith('-') || !/^\d{1,40}(\.\d+)?$/.test(trimmed)) {
    throw new RowError(column, {
      code: 'price_invalid',
      reason: `"${shorten(decimal)}" is not an amount of zero or more.`,
      fix: 'Write a plain number such as 12.34.',
    })
  }
  if ((trimmed.split('.')[1] ?? '').length > digits) {
    throw new RowError(column, {
      code: 'price_too_fine',
      reason: `${currency} has ${digits} decimals, "${decimal}" has more.`,
      fix: `Round the price to ${digits} decimals.`,
    })
  }
  // Eleven digits before the point are safe integers in every currency; more are too high anyway.
  if (trimmed.replace(/\..*/, '').length > 11) throw tooHigh(decimal, currency, column)
  const price = parseMoney(trimmed, currency)
  if (price.amountMinor > maxPriceMinor) throw tooHigh(decimal, currency, column)
  return price
}

function tooHigh(decimal: string, currency: string, column: string): RowError {
  return new RowError(column, {
    code: 'price_too_high',
    reason: `${decimal} ${currency} is more than any price may be.`,
    fix: 'Check the decimal point.',
  })
}

/** Takes out grouping marks; a lone comma is a decimal comma unless three digits follow it. */
function plainDecimal(number: string, currency: string, column: string): string {
  const text = number.replace(/[' \u00a0\u202f]/g, '')
  if (/^-?\d+(\.\d+)?$/.test(text)) return text
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '')
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.')
  if (/^-?\d{1,3}(,\d{3}){2,}$/.test(text)) return text.replaceAll(',', '')
  if (/^-?\d+,\d{1,2}$/.test(text)) return text.replace(',', '.')
  if (/^-?[1-9]\d{0,2},\d{3}$/.test(text) && currencyExponent(currency) < 3) {
    return text.replace(',', '')
  }
  throw new RowError(column, {
    code: 'price_invalid',
    reason: `"${shorten(number)}" can be read as more than one number.`,
    fix: 'Write the price with a decimal point and without grouping marks, such as 1299.00.',
  })
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
