import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import t from 'tap'
import { migrate } from '../../src/core/migrate.ts'
import { testDatabase } from '../support/database.ts'

t.test('the tables have nothing that the migrations lack', async (t) => {
  const journal = JSON.parse(readFileSync('drizzle/meta/_journal.json', 'utf8'))
  const last = String(journal.entries.at(-1).idx).padStart(4, '0')
  const snapshot = JSON.parse(readFileSync(`drizzle/meta/${last}_snapshot.json`, 'utf8'))
  const tables: Record<string, unknown> = {}
  for await (const file of glob('src/*/tables.ts')) {
    Object.assign(tables, await import(path.resolve(file)))
  }
  const current = generateDrizzleJson(tables, snapshot.id, undefined, 'snake_case')
  const missing = await generateMigration(snapshot, current)
  t.same(missing, [], 'run `npm run migrations`')
})

t.test('the migrations have what drizzle cannot say as its modules say it', async (t) => {
  let migrations = ''
  for await (const file of glob('drizzle/*.sql')) migrations += readFileSync(file, 'utf8')
  for await (const file of glob('src/*/sql/*.sql')) {
    t.ok(migrations.includes(readFileSync(file, 'utf8').trim()), file)
  }
})

t.test('migrating a migrated database changes nothing', async (t) => {
  const database = await testDatabase(t)
  t.equal(await migrate(database), 0)
})
