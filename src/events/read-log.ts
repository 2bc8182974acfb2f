import type { Tx } from '../core/database.ts'
import {
  type EventFilter,
  type EventRow,
  hasUnplaced,
  placeEvents,
  selectEvents,
} from './queries.ts'

const placedAtOnce = 10_000

/**
 * Events of one log after a position. What the relay has not placed yet is placed first, so that a
 * client finds what it just caused even where no worker runs.
 */
export async function readLog(
  db: Tx,
  filter: EventFilter,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  if (await hasUnplaced(db, filter.accountId, filter.mode)) {
    await placeEvents(db, placedAtOnce, filter)
  }
  return selectEvents(db, filter, after, limit)
}
