import type { Tx } from '../core/database.ts'
import { currentPolicies, type ExchangeTable, exchange } from '../shipping/index.ts'

/** The currency prices are compared in where the client names none. */
export const defaultCurrency = 'EUR'

const sample = 1_000_000_000

/** Display minor units for one minor unit of every currency that has a rate. */
export function displayRates(table: ExchangeTable, currency: string): Record<string, number> {
  const currencies = [table.base, ...table.rates.keys()]
  return Object.fromEntries(
    currencies.map((from) => {
      const { amountMinor } = exchange(table, { amountMinor: sample, currency: from }, currency)
      return [from, amountMinor / sample]
    }),
  )
}

/** The exchange rates in force, and the display rates made from them. */
export async function openRates(db: Tx, currency: string, at: Date) {
  const { exchange: table } = await currentPolicies(db, at)
  return { table, rates: displayRates(table, currency) }
}
