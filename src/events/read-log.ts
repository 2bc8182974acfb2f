import type { Tx } from '../core/database.ts'
import {
  type EventFilter,
  type EventRow,
  hasUnplaced,
  placeEvents,
  selectEvent,
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
  await placeOwn(db, filter)
  return selectEvents(db, filter, after, limit)
}

/** One event of a log by its uuid, if it is there. */
export async function findEvent(
  db: Tx,
  filter: EventFilter,
  id: string,
): Promise<EventRow | undefined> {
  await placeOwn(db, filter)
  return selectEvent(db, id, filter)
}

async function placeOwn(db: Tx, { accountId, mode }: EventFilter): Promise<void> {
  if (await hasUnplaced(db, accountId, mode))
    await placeEvents(db, placedAtOnce, { accountId, mode })
}
