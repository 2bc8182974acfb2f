import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { startEmbedded } from './embedded-postgres.ts'
import { Pool, type PoolLogger } from './pool.ts'
import { Lane, type Target } from './pool-lane.ts'
import { Listener } from './pool-listener.ts'
import { planningOnce, targetOf } from './pool-target.ts'
import { runRead, runTransaction } from './pool-work.ts'
import { SetupError } from './setup-error.ts'
import { isConnectionLoss, isUnavailable } from './unavailable.ts'

export { savepoint } from './pool-savepoint.ts'
export { DatabaseUnavailable, refusalOfOutage } from './unavailable.ts'

/** The postgres.js tag: statements are prepared once per connection and pipelined. */
export type Sql = postgres.ISql

/**
 * One connection during one unit of work. Both faces speak over the same connection and agree on
 * values: timestamptz is a Date, date a string, bigint a number, numeric a string.
 */
export interface Tx {
  readonly sql: Sql
  readonly orm: PostgresJsDatabase
  /** Set where the server plans a statement once, whatever its values. */
  readonly plansOnce?: boolean
}

export interface WorkOptions {
  /** Milliseconds until the work is given up with `DatabaseUnavailable`. */
  readonly deadlineMs?: number | undefined
  /** A read that a replica may answer, a moment behind the primary. */
  readonly mayBeStale?: boolean | undefined
  /**
   * A read on one of the few connections kept for searches: these are bound by processors, so that
   * more at once would only slow each other and the orders beside them, and each connection has its
   * statements planned.
   */
  readonly isSearch?: boolean | undefined
  /**
   * Such a read that takes some milliseconds, so that another may wait behind it. Settings it may change
   * only in one flight with the statement they are for and the reset: between flights the other runs.
   */
  readonly isBrief?: boolean | undefined
}

export interface TransactionOptions extends WorkOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable' | undefined
  /** Statements that the work did not wait for; where COMMIT fails, one of them knows why. */
  readonly ending?: () => Promise<unknown> | undefined
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
  /**
   * Answers what the database does, within 1,000 ms by default, else throws `DatabaseUnavailable`;
   * undefined where every connection stayed busy with answers to others, which is no outage.
   */
  ping<T>(ask: (db: Tx) => Promise<T>, deadlineMs?: number): Promise<T | undefined>
  close(): Promise<void>
}

export interface DatabaseConfig {
  /**
   * An external PostgreSQL 15 or later; without it the embedded one is started. Several hosts are
   * tried in turn; `?prepare=false` suits a pooler in transaction mode.
   */
  readonly databaseUrl?: string | undefined
  /** The embedded database's folder. */
  readonly dataDir: string
  readonly poolSize?: number | undefined
  /** Milliseconds a unit of work waits for a free connection. */
  readonly poolWaitMs?: number | undefined
  readonly statementTimeoutMs?: number | undefined
  readonly lockTimeoutMs?: number | undefined
  /** Milliseconds a unit of work may take, unless it says otherwise. */
  readonly deadlineMs?: number | undefined
  /** TLS to an external server; `disable` leaves it to the URL's `sslmode`. */
  readonly tls?: 'disable' | 'require' | 'verify' | undefined
  /** Milliseconds to wait for a server that is still coming up; 10,000 by default. */
  readonly patienceMs?: number | undefined
  /** Embedded only: gives durability up for speed. For tests. */
  readonly fast?: boolean | undefined
}

const lifetimeMs = 45 * 60_000
const connectMs = 2_000

/**
 * Opens the database, starting the embedded one where no URL is given. Throws when it cannot be
 * reached.
 */
export async function openDatabase(config: DatabaseConfig, logger?: PoolLogger): Promise<Database> {
  const { databaseUrl, statementTimeoutMs = 4_000, poolWaitMs: waitMs = 1_000 } = config
  const defaultMs = config.deadlineMs ?? statementTimeoutMs + 1_000
  const embedded = databaseUrl === undefined ? await startEmbedded(config, logger) : undefined
  const target = async (): Promise<Target> => {
    const url = embedded ? await embedded.url() : (databaseUrl ?? '')
    return targetOf(url, sessionOptions(config, statementTimeoutMs))
  }
  const open = async () => Lane.open(await target(), connectMs)
  const first = await firstLane(open, databaseUrl, config.patienceMs ?? 10_000).catch(
    async (error) => {
      await embedded?.close()
      throw error
    },
  )
  const size = config.poolSize ?? 10
  const pool = new Pool({ size, waitMs, lifetimeMs, open, logger, first })
  const searches = new Pool({
    size: Math.min(size, 2 * availableParallelism()),
    waitMs,
    lifetimeMs,
    logger,
    open: async () => Lane.open(planningOnce(await target()), connectMs),
  })
  const limits = (ms: number | undefined) => ({
    deadlineMs: ms ?? defaultMs,
    // Work that may take longer than usual has statements that may, too.
    statementTimeoutMs: ms !== undefined && ms > defaultMs ? ms : undefined,
  })
  const listener = new Listener(target)
  return {
    kind: embedded ? 'embedded' : 'external',
    read: (work, { isSearch = false, isBrief = false, deadlineMs } = {}) =>
      runRead(isSearch ? searches : pool, work, {
        ...limits(deadlineMs),
        mayShare: isSearch && isBrief,
      }),
    transaction: (work, options) =>
      runTransaction(pool, work, { ...options, ...limits(options?.deadlineMs) }),
    listen: (channel, onMessage, onState) => listener.subscribe(channel, { onMessage, onState }),
    async ping(ask, withinMs = 1_000) {
      try {
        return await runRead(pool, ask, limits(withinMs))
      } catch (error) {
        if (isUnavailable(error, 'poolExhausted') && pool.isAnswering) return undefined
        throw error
      }
    },
    async close() {
      await Promise.all([listener.close(), pool.close(), searches.close()])
      await embedded?.close()
    },
  }
}

async function firstLane(
  open: () => Promise<Lane>,
  databaseUrl: string | undefined,
  patienceMs: number,
): Promise<Lane> {
  const endsAt = Date.now() + patienceMs
  for (;;) {
    try {
      const lane = await open()
      await assertVersion(lane)
      return lane
    } catch (error) {
      if (isConnectionLoss(error) && Date.now() < endsAt) {
        await pause(100)
        continue
      }
      if (databaseUrl === undefined) throw error
      throw new SetupError(
        `DATABASE_URL leads to no usable database (${withoutPassword(databaseUrl)}): ` +
          `${(error as Error).message}. Start the server or correct the URL.`,
        { cause: error },
      )
    }
  }
}

async function assertVersion(lane: Lane): Promise<void> {
  const [row] = await lane.tx.sql<{ version: number }[]>`
    select current_setting('server_version_num')::int / 10000 as version`
  if (row && row.version >= 15) return
  await lane.close()
  throw new SetupError(`PostgreSQL 15 or later is needed, this is ${row?.version}`)
}

function withoutPassword(url: string): string {
  return url.replace(/^([^:]+:\/\/[^:@/]*):[^@/]*@/, '$1:…@')
}

function sessionOptions(config: DatabaseConfig, statementTimeoutMs: number): Target['options'] {
  const { lockTimeoutMs = 2_000 } = config
  const tls = config.databaseUrl === undefined ? 'disable' : config.tls
  return {
    ...(tls === 'require' ? { ssl: 'require' } : tls === 'verify' ? { ssl: 'verify-full' } : {}),
    connection: {
      statement_timeout: statementTimeoutMs,
      // Compiling costs more than any statement here takes; only a large catalogue would set it off.
      jit: 'off',
      lock_timeout: lockTimeoutMs,
      TimeZone: 'UTC',
    },
  }
}
