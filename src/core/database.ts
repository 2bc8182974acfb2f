import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'

export { DatabaseUnavailable } from './unavailable.ts'

/** The postgres.js tag: statements are prepared once per connection and pipelined. */
export type Sql = postgres.ISql

/**
 * One connection during one unit of work. Both faces speak over the same connection and agree on
 * values: timestamptz is a Date, date a string, bigint a number, numeric a string.
 */
export interface Tx {
  readonly sql: Sql
  readonly orm: PostgresJsDatabase
}

export interface WorkOptions {
  /** Milliseconds until the work is given up with `DatabaseUnavailable`; 5,000 unless configured. */
  readonly deadlineMs?: number
}

export interface TransactionOptions extends WorkOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

export interface Database {
  readonly kind: 'embedded' | 'external'
  /** Runs reads on a pooled connection, outside a transaction. */
  read<T>(work: (db: Tx) => Promise<T>, options?: WorkOptions): Promise<T>
  /** Runs work in one transaction; it is run again when it conflicts, so it must be repeatable. */
  transaction<T>(work: (db: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Calls back on every NOTIFY and whenever listening starts or stops; answers how to end it. */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onState?: (state: 'listening' | 'lost') => void,
  ): Promise<() => Promise<void>>
  /** Answers when the database does, else throws `DatabaseUnavailable` (1,000 ms by default). */
  ping(deadlineMs?: number): Promise<void>
  close(): Promise<void>
}
