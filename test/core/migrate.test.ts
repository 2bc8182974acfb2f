import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Database } from '../../src/core/database.ts'
import { migrate, pendingMigrations } from '../../src/core/migrate.ts'
import { testDatabase } from '../support/database.ts'

t.setTimeout(300_000)

interface Migration {
  readonly tag: string
  readonly when: number
  readonly sql: string
}

// Later than every migration that the test database was made with.
const base = Date.UTC(2100, 0, 1)
const first = { tag: '0000_first', when: base, sql: 'create table first (id integer)' }
const second = {
  tag: '0001_second',
  when: base + 1,
  sql: 'create table second (id integer);\n--> statement-breakpoint\ninsert into second values (1)',
}

async function folderOf(t: Test, migrations: readonly Migration[]): Promise<string> {
  const folder = await mkdtemp(join(os.tmpdir(), 'entrepot-migrations-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'meta'))
  const entries = migrations.map(({ tag, when }, idx) => ({ idx, tag, when, breakpoints: true }))
  await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }))
  for (const { tag, sql } of migrations) await writeFile(join(folder, `${tag}.sql`), sql)
  return folder
}

async function isThere(database: Database, table: string): Promise<boolean> {
  const [row] = await database.read(
    ({ sql }) => sql<{ oid: unknown }[]>`select to_regclass(${table}) as oid`,
  )
  return row?.oid !== null
}

const pending = (database: Database, folder: string) => database.read(pendingMigrations(folder))

t.test('applies what is missing, once', async (t) => {
  const database = await testDatabase(t)
  const one = await folderOf(t, [first])
  const both = await folderOf(t, [first, second])
  t.same(await pending(database, one), ['0000_first'])
  t.equal(await migrate(database, one), 1)
  t.same(await pending(database, one), [])
  t.same(await pending(database, both), ['0001_second'])
  t.equal(await migrate(database, both), 1)
  t.equal(await migrate(database, both), 0)
  t.same(await pending(database, both), [])
  t.same(await pending(database, one), [], 'a newer database serves an older version')
})

t.test('processes that start together do not race', async (t) => {
  const database = await testDatabase(t)
  const folder = await folderOf(t, [first, second])
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database, folder)))
  t.same(applied.sort(), [0, 0, 0, 2])
  t.same(await database.read(({ sql }) => sql`select id from second`), [{ id: 1 }])
})

t.test('a migration that fails leaves nothing of any', async (t) => {
  const database = await testDatabase(t)
  const folder = await folderOf(t, [first, { ...second, sql: 'create tabel second ()' }])
  await t.rejects(migrate(database, folder), { code: '42601' })
  t.equal(await isThere(database, 'first'), false)
})

t.test('a migration edited afterwards is refused', async (t) => {
  const database = await testDatabase(t)
  await migrate(database, await folderOf(t, [first]))
  const edited = await folderOf(t, [{ ...first, sql: 'create table other (id integer)' }])
  await t.rejects(migrate(database, edited), { message: /edited after it had been applied/ })
  t.same(await pending(database, edited), ['0000_first'], 'what the code counts on is not there')
})

t.test('a database of another line of versions is refused', async (t) => {
  const database = await testDatabase(t)
  await migrate(database, await folderOf(t, [second]))
  const other = await folderOf(t, [first, second])
  await t.rejects(migrate(database, other), { message: /another line of versions/ })
})

t.test(
  'a database that already holds what a migration makes is said to be another one',
  async (t) => {
    const database = await testDatabase(t)
    await database.transaction(({ sql }) => sql`create table first (id integer)`)
    const folder = await folderOf(t, [first])
    await t.rejects(migrate(database, folder), { name: 'SetupError', message: /"first" already/ })
  },
)
