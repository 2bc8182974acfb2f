import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from '../core/columns.ts'

export const accountKinds = ['customer', 'seller', 'affiliate', 'operator'] as const

/** Whoever deals with the platform: dropshippers' and developers' accounts, sellers, affiliates, the operator. */
export const accounts = pgTable('accounts', {
  id: primaryId(),
  name: text().notNull().unique(),
  kind: text({ enum: accountKinds }).notNull(),
  createdAt: createdAt(),
  closedAt: moment(),
})

/** API keys; the secret itself is never stored, only its keyed hash. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: primaryId(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    mode: text({ enum: ['live', 'test'] }).notNull(),
    /** HMAC-SHA-256 of the whole key under the installation's pepper, base64url. */
    hash: text().notNull(),
    /** The last four characters before the checksum, so that people can tell keys apart. */
    hint: text().notNull(),
    scopes: text().array().notNull(),
    sellerId: uuid(),
    createdAt: createdAt(),
    expiresAt: moment(),
    revokedAt: moment(),
    lastUsedAt: moment(),
  },
  (table) => [
    // Every request whose key is not cached looks it up by hash.
    uniqueIndex('api_keys_hash').on(table.hash),
    index('api_keys_account').on(table.accountId, table.createdAt.desc(), table.id.desc()),
    index('api_keys_seller').on(table.sellerId).where(sql`seller_id is not null`),
  ],
)
