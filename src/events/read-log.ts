import type { Tx } from '../core/database.ts'
import {
  type EventFilter,
  type EventRow,
  hasUnplaced,
  placeEvents,
  selectEvents,
  selectEventsById,
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
  await placeOwn(db, filter)
  return selectEvents(db, filter, after, limit)
}

/** The events of a log that have these uuids, in any order. */
export async function findEvents(
  db: Tx,
  filter: EventFilter,
  ids: readonly string[],
): Promise<EventRow[]> {
  await placeOwn(db, filter)
  return selectEventsById(db, ids, filter)
}

async function placeOwn(db: Tx, { accountId, mode }: EventFilter): Promise<void> {
  if (await hasUnplaced(db, accountId, mode))
    await placeEvents(db, placedAtOnce, { accountId, mode })
}
