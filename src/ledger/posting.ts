import type { Mode } from '../core/operation.ts'
import type { LedgerAccount } from './accounts.ts'

/** Why money moved. */
export const postingKinds = [
  'topUp',
  'withdrawal',
  'chargeback',
  'chargebackReversal',
  'debtCollection',
  'placement',
  'cancellation',
  'refund',
  'release',
  'charge',
  'payout',
  'payoutSettlement',
  'payoutReversal',
] as const
export type PostingKind = (typeof postingKinds)[number]

/** A signed amount on one account: above zero the holder gets it, below zero the holder gives it. */
export interface Entry {
  readonly account: LedgerAccount
  readonly amountMinor: number
}

/** One balanced transaction in one currency, not yet written. */
export interface Posting {
  readonly kind: PostingKind
  readonly mode: Mode
  readonly currency: string
  readonly occurredAt: Date
  readonly entries: readonly Entry[]
  readonly orderId?: string | null
  /** The seller's part, refund, payout or charge that caused it. */
  readonly subjectId?: string | null
  /** A posting with a key that was used before is refused by the database. */
  readonly dedupeKey?: string | null
  readonly memo?: string | null
}

/** In which world and when something happens. */
export interface Occasion {
  readonly mode: Mode
  readonly occurredAt: Date
}

/** What a posting says beside its money. */
export type Header = Omit<Posting, 'currency' | 'entries'>

export function headerOf(kind: PostingKind, { mode, occurredAt }: Occasion): Header {
  return { kind, mode, occurredAt }
}

export function entry(account: LedgerAccount, amountMinor: number): Entry {
  return { account, amountMinor }
}

/** Leaves out what moves nothing, merges entries of one account and checks that the rest sums to zero. */
export function balanced(posting: Posting): Posting {
  const merged = new Map<string, Entry>()
  for (const { account, amountMinor } of posting.entries) {
    if (!Number.isSafeInteger(amountMinor)) {
      throw new RangeError(`${amountMinor} is not a whole number of minor units`)
    }
    const key = `${account.kind} ${account.ownerId}`
    const before = merged.get(key)?.amountMinor ?? 0
    merged.set(key, { account, amountMinor: before + amountMinor })
  }
  const entries = [...merged.values()].filter((entry) => entry.amountMinor !== 0)
  const total = entries.reduce((all, entry) => all + BigInt(entry.amountMinor), 0n)
  if (total !== 0n) {
    throw new RangeError(`a ${posting.kind} of ${posting.currency} is out of balance by ${total}`)
  }
  return { ...posting, entries }
}
