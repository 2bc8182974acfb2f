import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import type { Database, Tx } from './database.ts'
import { SetupError } from './setup-error.ts'
import { codeOf } from './unavailable.ts'

const shippedFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
const longestMs = 30 * 60_000
// Any number that only migrations use.
const lockKey = 7_236_811_004

/**
 * Brings the schema to the newest migration in one transaction and answers how many were applied.
 * Processes that start together wait for each other. Throws when an applied migration was edited.
 */
export async function migrate(database: Database, folder = shippedFolder): Promise<number> {
  const migrations = readMigrationFiles({ migrationsFolder: folder })
  return database.transaction(
    async (db) => {
      await db.sql`set local lock_timeout = 0`
      await db.sql`select pg_advisory_xact_lock(${lockKey})`
      await createJournal(db)
      const pending = pendingOf(migrations, await applied(db))
      for (const migration of pending) await apply(db, migration)
      return pending.length
    },
    { deadlineMs: longestMs },
  )
}

/** Asks a database for the names of migrations that this code counts on and it lacks, or has otherwise. */
export function pendingMigrations(folder = shippedFolder): (db: Tx) => Promise<string[]> {
  const names = namesIn(folder)
  const known = readMigrationFiles({ migrationsFolder: folder })
  return async (db) => {
    const [journal] = await db.sql`select to_regclass('drizzle.__drizzle_migrations') as name`
    const done = new Set(journal?.name ? (await applied(db)).map(({ hash }) => hash) : [])
    return known
      .filter(({ hash }) => !done.has(hash))
      .map(({ folderMillis, hash }) => names.get(folderMillis) ?? hash)
  }
}

function namesIn(folder: string): Map<number, string> {
  const text = readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')
  const { entries } = JSON.parse(text) as { entries: { tag: string; when: number }[] }
  return new Map(entries.map(({ tag, when }) => [when, tag]))
}

interface Applied {
  readonly hash: string
  readonly createdAt: number
}

// The names are drizzle-kit's own, so that its tools recognise what was applied.
async function createJournal({ sql }: Tx): Promise<void> {
  await sql`set local client_min_messages = warning`
  await sql`create schema if not exists drizzle`
  await sql`create table if not exists drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint)`
}

function applied({ sql }: Tx): Promise<Applied[]> {
  return sql<Applied[]>`select hash, created_at as "createdAt" from drizzle.__drizzle_migrations`
}

function pendingOf(migrations: MigrationMeta[], done: Applied[]): MigrationMeta[] {
  const latest = Math.max(0, ...done.map(({ createdAt }) => createdAt))
  const hashes = new Map(done.map(({ createdAt, hash }) => [createdAt, hash]))
  return migrations.filter(({ folderMillis, hash }) => {
    const known = hashes.get(folderMillis)
    if (known !== undefined && known !== hash) {
      throw new SetupError(
        `The migration of ${new Date(folderMillis).toISOString()} was edited after it had been ` +
          'applied here: restore the file and put the change into a new migration',
      )
    }
    if (known === undefined && folderMillis < latest) {
      throw new SetupError(
        'The database has newer migrations than one that it never saw: it was made by another ' +
          'line of versions. Use a new database, or the version that made this one',
      )
    }
    return known === undefined
  })
}

async function apply({ sql }: Tx, { sql: statements, hash, folderMillis }: MigrationMeta) {
  for (const statement of statements) {
    await sql.unsafe(statement).catch((error) => {
      if (!duplicates.has(codeOf(error) ?? '')) throw error
      throw new SetupError(
        `The database is not one that this version can bring up to date (${error.message}): use a ` +
          'new one (another DATA_DIR or DATABASE_URL), or the version that made it',
        { cause: error },
      )
    })
  }
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at)
    values (${hash}, ${folderMillis})`
}

/** SQLSTATEs of what is there already: schemas, tables and relations, other objects, columns. */
const duplicates = new Set(['42P06', '42P07', '42710', '42701'])
