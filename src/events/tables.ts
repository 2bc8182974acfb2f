import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, modeColumn, moment, primaryId } from '../core/columns.ts'

/** The log of what happened, append-only; rows are written in the transaction of the change. */
export const events = pgTable(
  'events',
  {
    id: primaryId(),
    /** Order of the log; gaps are possible, order within one subject is not violated. */
    sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
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
    // The relay takes what waits in order.
    index('events_waiting').on(table.sequence).where(sql`relayed_at is null`),
    // GET /v1/events pages one account's log by sequence.
    index('events_account').on(table.accountId, table.mode, table.sequence),
    index('events_subject').on(table.subjectId),
  ],
)
