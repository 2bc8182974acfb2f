import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'

/**
 * The first reply of each keyed write, stored in the transaction of its effects: a crash rolls both
 * back together. `status` is null only inside that transaction.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    accountId: uuid().notNull(),
    mode: text({ enum: ['live', 'test'] }).notNull(),
    key: text().notNull(),
    operation: text().notNull(),
    fingerprint: text().notNull(),
    status: integer(),
    body: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.mode, table.key] }),
    // Serves the sweep that forgets keys after their 48 hours.
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
)

/** Small facts of the installation: secrets made at first start, versions of caches. */
export const settings = pgTable('settings', {
  name: text().primaryKey(),
  value: jsonb().notNull(),
  version: integer().notNull().default(sql`1`),
})
