import postgres from 'postgres'
import { type Database, openDatabase } from '../../src/core/database.ts'
import { migrate } from '../../src/core/migrate.ts'
import { cpuMs } from './process.ts'

/** A PostgreSQL to measure on: `DATABASE_URL`, else the usual local one. */
export const serverUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

export interface BenchDatabase {
  readonly url: string
  readonly database: Database
  /** Closes and drops it. */
  drop(): Promise<void>
}

/** A migrated database of its own on the real server, dropped afterwards. */
export async function benchDatabase(name: string): Promise<BenchDatabase> {
  const own = `entrepot_bench_${name}_${process.pid}`
  await onServer((sql) => sql.unsafe(`create database ${own}`))
  const url = new URL(serverUrl)
  url.pathname = `/${own}`
  const database = await openDatabase({
    databaseUrl: url.href,
    dataDir: '',
    poolSize: 20,
    statementTimeoutMs: 600_000,
  })
  await migrate(database)
  return {
    url: url.href,
    database,
    async drop() {
      await database.close()
      await onServer((sql) => sql.unsafe(`drop database if exists ${own} with (force)`))
    },
  }
}

async function onServer(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

/** CPU milliseconds that the connections of a database have used; 0 where PostgreSQL runs elsewhere. */
export async function databaseCpuMs(database: Database): Promise<number> {
  const rows = await database.read(
    ({ sql }) => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where datname = current_database()`,
  )
  const used = await Promise.all(rows.map(({ pid }) => cpuMs(pid).catch(() => 0)))
  return used.reduce((sum, ms) => sum + ms, 0)
}

/** Settles the planner's statistics and the visibility map after a bulk load. */
export async function settle(database: Database): Promise<void> {
  await database.read(({ sql }) => sql`vacuum analyze`, { deadlineMs: 600_000 })
}
