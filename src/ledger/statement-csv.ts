import { stringify } from 'csv-stringify/sync'
import { toDecimal } from '../core/money.ts'
import type { StatementEntry } from './schema.ts'

const columns = [
  'occurredAt',
  'transactionId',
  'kind',
  'orderId',
  'memo',
  'currency',
  'amount',
  'balanceAfter',
  'amountMinor',
  'balanceAfterMinor',
] as const

/** The header line of every statement as CSV (RFC 4180). */
export const statementCsvHeader = stringify([[...columns]], { record_delimiter: 'windows' })

/** Entries as CSV lines: decimals for people, minor units for programs. */
export function statementCsvLines(entries: readonly StatementEntry[]): string {
  return stringify(
    entries.map((entry) => ({
      ...entry,
      amount: decimal(entry.amountMinor, entry.currency),
      balanceAfter: decimal(entry.balanceAfterMinor, entry.currency),
    })),
    // A memo is typed by people: what a spreadsheet would run as a formula is made plain text.
    { columns: [...columns], record_delimiter: 'windows', escape_formulas: false, cast },
  )
}

function decimal(amountMinor: number, currency: string): string {
  return toDecimal({ amountMinor, currency })
}

const cast = {
  string(value: string, { column }: { column?: string | number }) {
    return column === 'memo' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  },
}
