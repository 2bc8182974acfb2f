import { bigint, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Column builders shared by every tables.ts; names are snake_cased by drizzle's `casing`. */

/** Primary key: a UUIDv7 minted by the application. */
export const primaryId = () => uuid().primaryKey()

/** A moment, read and written as a JavaScript Date. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })

/** When the row came to be. */
export const createdAt = () => moment().notNull().defaultNow()

/** Minor units of the currency beside it; safe integers. */
export const minorUnits = () => bigint({ mode: 'number' })

/** ISO 4217 code. */
export const currencyCode = () => text()

/** ISO 3166-1 alpha-2 code. */
export const countryCode = () => text()

/** Which world a row belongs to: live money and goods, or a test key's sandbox. */
export const modeColumn = () => text({ enum: ['live', 'test'] }).notNull()
