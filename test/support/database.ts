import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, type DatabaseConfig, openDatabase } from '../../src/core/database.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../src/core/embedded-postgres.ts'
import { migrate } from '../../src/core/migrate.ts'
import { Lane } from '../../src/core/pool-lane.ts'
import { targetOf } from '../../src/core/pool-target.ts'

/** The part of a tap test that support needs. */
export interface Test {
  teardown(handler: () => Promise<void>): void
}

export interface TestServer {
  /** Any database on the server, for creating others. */
  readonly url: string
  close(): Promise<void>
}

export interface TestDatabase extends Database {
  readonly url: string
}

/** How big the pool is and how long it waits. */
export type DatabaseLimits = Omit<DatabaseConfig, 'databaseUrl' | 'dataDir' | 'tls' | 'fast'>

const migrations = fileURLToPath(new URL('../../drizzle', import.meta.url))
const lockKey = 7_236_811_005
const staleMs = 2 * 3_600_000

let embedded: Promise<EmbeddedPostgres> | undefined

/**
 * The server that tests run on: `DATABASE_URL`, where closing removes what tests share, or an
 * embedded one that gave up durability and is shared by every test process of this user; the last
 * one to end stops it.
 */
export async function testServer(): Promise<TestServer> {
  const url = process.env.DATABASE_URL
  if (url) return { url, close: () => onServer(url, dropTemplates) }
  embedded ??= startShared()
  const server = await embedded
  return { url: await server.url(), close: () => server.close() }
}

async function startShared(): Promise<EmbeddedPostgres> {
  const dataDir = join(os.tmpdir(), `entrepot-tests-${os.userInfo().uid}`)
  const server = await startEmbedded({ dataDir, fast: true })
  process.once('beforeExit', () => void server.close())
  return server
}

/** A database of its own with the current schema, dropped after the test. */
export async function testDatabase(t: Test, options: DatabaseLimits = {}): Promise<TestDatabase> {
  const server = await testServer()
  const name = `entrepot_test_${stamp()}`
  await onServer(server.url, async (lane) => {
    const template = await ensureTemplate(lane, server.url)
    await say(lane, `create database ${name} template ${template} strategy wal_log`)
  })
  const url = urlOf(server.url, name)
  const database = await openDatabase({ databaseUrl: url, dataDir: '', poolSize: 5, ...options })
  t.teardown(async () => {
    await database.close()
    await onServer(server.url, (lane) => say(lane, `drop database ${name} with (force)`))
  })
  return { ...database, url }
}

// Names carry a hash of the migrations, so that a stale template is never cloned.
async function ensureTemplate(lane: Lane, serverUrl: string): Promise<string> {
  const prefix = `entrepot_template_${migrationsHash()}_`
  await say(lane, `select pg_advisory_lock(${lockKey})`)
  try {
    const names = await databaseNames(lane)
    const existing = names.find((name) => name.startsWith(prefix))
    if (existing) return existing
    for (const name of names.filter(isStale)) await say(lane, `drop database if exists ${name}`)
    const draft = `entrepot_draft_${stamp()}`
    await say(lane, `create database ${draft}`)
    await migrateTemplate(urlOf(serverUrl, draft))
    const template = `${prefix}${stamp()}`
    await say(lane, `alter database ${draft} rename to ${template}`)
    return template
  } finally {
    await say(lane, `select pg_advisory_unlock(${lockKey})`)
  }
}

// Someone else's server is left as it was found.
async function dropTemplates(lane: Lane): Promise<void> {
  const prefix = `entrepot_template_${migrationsHash()}_`
  for (const name of await databaseNames(lane)) {
    if (name.startsWith(prefix)) await say(lane, `drop database ${name}`)
  }
}

async function migrateTemplate(url: string): Promise<void> {
  if (!existsSync(join(migrations, 'meta', '_journal.json'))) return
  const database = await openDatabase({ databaseUrl: url, dataDir: '', poolSize: 1 })
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}

function migrationsHash(): string {
  const hash = createHash('sha256')
  if (existsSync(migrations)) {
    for (const file of readdirSync(migrations).sort()) {
      if (file.endsWith('.sql')) hash.update(file).update(readFileSync(join(migrations, file)))
    }
    // A migration that was generated anew has the same text and another time.
    hash.update(readFileSync(join(migrations, 'meta', '_journal.json')))
  }
  return hash.digest('hex').slice(0, 12)
}

async function databaseNames(lane: Lane): Promise<string[]> {
  const rows = await lane.tx.sql<{ name: string }[]>`
    select datname as name from pg_database where datname like 'entrepot\\_%'`
  return rows.map(({ name }) => name)
}

function isStale(name: string): boolean {
  const made = /^entrepot_(?:test|template|draft)_.*?([0-9a-z]{8,9})x[0-9a-f]+$/.exec(name)?.[1]
  return made !== undefined && Date.now() - Number.parseInt(made, 36) > staleMs
}

function stamp(): string {
  return `${Date.now().toString(36)}x${randomBytes(4).toString('hex')}`
}

function urlOf(serverUrl: string, name: string): string {
  return serverUrl.replace(/^([^:]+:\/\/[^/]*)(\/[^?]*)?/, `$1/${name}`)
}

async function onServer<T>(url: string, work: (lane: Lane) => Promise<T>): Promise<T> {
  const lane = await Lane.open(targetOf(url), 10_000)
  try {
    return await work(lane)
  } finally {
    await lane.close()
  }
}

async function say(lane: Lane, command: string): Promise<void> {
  await lane.tx.sql.unsafe(command)
}
