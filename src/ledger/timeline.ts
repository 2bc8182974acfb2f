import type { Tx } from '../core/database.ts'
import type { LedgerAccount, LedgerAccountKind } from './accounts.ts'
import { type OrderEntry, selectOrderEntries } from './queries-timeline.ts'

/** One account that holds something of an order now. */
export interface Holding {
  readonly account: LedgerAccount
  readonly currency: string
  readonly amountMinor: number
  /** When the account came to hold it: the latest time it went from nothing to something. */
  readonly since: Date
}

export interface OrderLedger {
  /** Every movement, oldest first. */
  readonly entries: readonly OrderEntry[]
  /** Who holds each cent now; the payer's wallet and the exchange account only passed it on. */
  readonly holders: readonly Holding[]
}

/** Every movement of an order's money, and who holds each cent of it since when. */
export async function entriesOfOrder(db: Tx, orderId: string): Promise<OrderLedger> {
  const entries = await selectOrderEntries(db, orderId)
  return { entries, holders: holdersOf(entries) }
}

const passages: readonly LedgerAccountKind[] = ['wallet', 'fx']

/** Who holds what after these entries, in the order they came to hold it. */
export function holdersOf(entries: readonly OrderEntry[]): Holding[] {
  const holdings = new Map<string, Holding>()
  for (const { account, currency, amountMinor, occurredAt } of entries) {
    const key = `${account.kind} ${account.ownerId} ${currency}`
    const before = holdings.get(key)
    const amount = (before?.amountMinor ?? 0) + amountMinor
    const since = before && before.amountMinor !== 0 ? before.since : occurredAt
    holdings.set(key, { account, currency, amountMinor: amount, since })
  }
  return [...holdings.values()]
    .filter(({ account, amountMinor }) => amountMinor !== 0 && !passages.includes(account.kind))
    .sort((a, b) => +a.since - +b.since)
}
