import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgSequence, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, modeColumn, moment, primaryId } from '../core/columns.ts'

/** Where `position` comes from; drawn under a lock, so that positions appear in their order. */
export const eventPositions = pgSequence('event_positions')

/** The log of what happened, append-only; rows are written in the transaction of the change. */
export const events = pgTable(
  'events',
  {
    id: primaryId(),
    /** Order of writing. Transactions commit in another order, so nobody pages by it. */
    sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    /** Place in the log, given once the event is committed: what readers see and page by. */
    position: bigint({ mode: 'number' }),
    accountId: uuid().notNull(),
    mode: modeColumn(),
    type: text().notNull(),
    subjectId: uuid().notNull(),
    payload: jsonb().notNull(),
    createdAt: createdAt(),
    /** When the relay handed it to the webhooks; null while it waits. */
    relayedAt: moment(),
  },
  (table) => [
    // Events that have no place in the log yet, in the order in which they get it.
    index('events_unplaced')
      .on(table.accountId, table.mode, table.sequence)
      .where(sql`position is null`),
    // The relay takes what waits in order.
    index('events_waiting').on(table.position).where(sql`relayed_at is null`),
    // GET /v1/events pages one account's log.
    index('events_account').on(table.accountId, table.mode, table.position),
    index('events_subject').on(table.subjectId, table.position),
  ],
)
