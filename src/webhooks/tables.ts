import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { createdAt, modeColumn, moment, primaryId } from '../core/columns.ts'
import { events } from '../events/tables.ts'

export const payloadStyles = ['full', 'thin'] as const
export const pauseReasons = ['requested', 'gone', 'failing'] as const
export const deliveryStates = ['pending', 'delivered', 'failed'] as const

/** Where an account wants its events delivered. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: primaryId(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    mode: modeColumn(),
    /** Set where a seller's own key made it: only events that name this seller go there. */
    sellerId: uuid(),
    url: text().notNull(),
    description: text(),
    eventTypes: text().array().notNull(),
    payload: text({ enum: payloadStyles }).notNull(),
    maxPerSecond: integer(),
    /** `whsec_…`, kept readable because every message is signed with it. */
    secret: text().notNull(),
    previousSecret: text(),
    previousSecretExpiresAt: moment(),
    pausedAt: moment(),
    pausedReason: text({ enum: pauseReasons }),
    /** First failure since the last success. */
    failingSince: moment(),
    /** The receiver asked to be left alone until then. */
    heldUntil: moment(),
    /** When the rate allows the next message, as the generic cell rate algorithm counts. */
    rateAt: moment(),
    lastClaimedAt: moment(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index('webhook_endpoints_account').on(table.accountId, table.mode, table.id)],
)

/** One event on its way to one endpoint. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: primaryId(),
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    eventId: uuid()
      .notNull()
      .references(() => events.id),
    state: text({ enum: deliveryStates }).notNull().default('pending'),
    /** Attempts of the running schedule; a redelivery starts anew. */
    tries: integer().notNull().default(0),
    /** Attempts ever. */
    attempts: integer().notNull().default(0),
    /** When it is due; while leased, when the lease ends, so that a crashed worker needs no reaper. */
    runAt: moment().notNull(),
    leaseToken: uuid(),
    deliveredAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('webhook_deliveries_event').on(table.endpointId, table.eventId),
    // The claim of what is due, endpoint by endpoint.
    index('webhook_deliveries_due').on(table.endpointId, table.runAt).where(sql`state = 'pending'`),
    // How many an endpoint has in flight.
    index('webhook_deliveries_leased').on(table.endpointId).where(sql`lease_token is not null`),
    // Lists of one endpoint, newest first.
    index('webhook_deliveries_endpoint').on(table.endpointId, table.id),
    // The sweep of old ones, and the foreign key to events.
    index('webhook_deliveries_created').on(table.createdAt),
    index('webhook_deliveries_event_id').on(table.eventId),
  ],
)

/** Each try of a delivery and what came back. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    id: primaryId(),
    deliveryId: uuid()
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    startedAt: moment().notNull(),
    durationMs: integer().notNull(),
    status: integer(),
    error: text(),
    responseBody: text(),
  },
  (table) => [index('webhook_attempts_delivery').on(table.deliveryId, table.number)],
)
