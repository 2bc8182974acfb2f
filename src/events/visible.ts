import type { Caller } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import type { EventFilter } from './queries.ts'

/** The part of the log that a caller may read: its account's and, for a seller's key, that seller's. */
export function visibleEvents({ accountId, mode, sellerId }: Caller): EventFilter {
  return {
    accountId,
    mode,
    sellerId: sellerId === null ? undefined : ids.seller.encode(sellerId),
  }
}
