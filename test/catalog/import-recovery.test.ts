import t from 'tap'
import { importFeed } from '../../src/catalog/import-feed.ts'
import { claimImport, type ImportRow, selectImport } from '../../src/catalog/queries-import-jobs.ts'
import { receiveUpload } from '../../src/catalog/receive-upload.ts'
import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { runImport } from '../../src/catalog/start-import.ts'
import { type Database, DatabaseUnavailable } from '../../src/core/database.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import { testDatabase } from '../support/database.ts'
import { line } from './shop.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

const count = 2600
const lines = Array.from({ length: count }, (_, i) =>
  i % 100 === 7 ? '{"broken":\n' : line(`p${i}`, { categoryPath: ['All', `C ${i % 5}`] }),
)
const feed = Buffer.from(lines.join(''))
const good = lines.filter((text) => !text.startsWith('{"broken"')).length

async function* once(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000)
}

async function* brokenOff(bytes: Uint8Array) {
  yield* once(bytes.subarray(0, bytes.length / 2))
  throw new Error('the process dies here')
}

async function setup(t: Parameters<typeof testDatabase>[0]) {
  const database = await testDatabase(t)
  const seller = await database.transaction((db) =>
    ensureSeller(db, { name: 'Shop', currency: 'EUR' }, new Date()),
  )
  const wish = { sellerId: seller.id, isFull: false, currency: 'EUR', language: 'en' }
  const expire = (id: string) =>
    database.transaction(
      ({ sql }) => sql`update imports set lease_until = now() - interval '1 s' where id = ${id}`,
    )
  const state = (id: string) =>
    database.read(async (db) => {
      const [totals] = await db.sql`
        select (select count(*)::int from products) as products,
          (select count(*)::int from variants) as variants,
          (select count(*)::int from stock_levels) as stock,
          (select count(*)::int from search_documents) as documents,
          (select sum(version)::int from products) as versions,
          (select count(*)::int from import_problems) as problems,
          (select count(*)::int from import_chunks) as chunks`
      return { row: (await selectImport(db, id)) as ImportRow, totals }
    })
  return { database, seller, wish, expire, state }
}

const whole = {
  products: good,
  variants: good,
  stock: good,
  documents: good,
  versions: good,
  problems: count - good,
  chunks: 0,
}

t.test('an import whose worker died is finished by another, exactly once', async (t) => {
  const { database, seller, wish, expire, state } = await setup(t)
  const row = await receiveUpload(database, wish, async () => wish, once(feed))
  t.equal(row.status, 'queued')
  t.ok(await database.transaction((db) => claimImport(db, row.id, seller.id)))
  await t.rejects(importFeed(database, row, brokenOff(feed)), /dies here/)
  const half = await state(row.id)
  t.equal(half.row.status, 'running')
  t.ok(half.row.created > 0 && half.row.created < good, 'some of it was written')
  t.equal(await runQueuedImports(database), 0, 'nobody else touches it while its lease lasts')
  await expire(row.id)
  t.equal(await runQueuedImports(database), 1)
  const { row: done, totals } = await state(row.id)
  t.match(done, { status: 'completed', created: good, updated: 0, failed: count - good })
  t.same(totals, whole)
})

t.test('a commit whose answer got lost is not written twice', async (t) => {
  const { database, wish, state } = await setup(t)
  let losses = 0
  const forgetful: Database = {
    ...database,
    async transaction(work, options) {
      const result = await database.transaction(work, options)
      if (options?.deadlineMs === undefined || losses === 2) return result
      losses += 1
      throw new DatabaseUnavailable('outcomeUnknown')
    },
  }
  const done = await runImport(forgetful, wish, once(feed))
  t.equal(losses, 2)
  t.match(done, { status: 'completed', created: good, failed: count - good })
  t.same((await state(done.id)).totals, whole)
})

t.test('imports of one seller take turns, those of two do not wait', async (t) => {
  const { database, wish, state } = await setup(t)
  const other = await database.transaction((db) =>
    ensureSeller(db, { name: 'Other', currency: 'EUR' }, new Date()),
  )
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  async function* slow() {
    yield feed.subarray(0, 100_000)
    await gate
    yield feed.subarray(100_000)
  }
  const first = runImport(database, wish, slow())
  const elsewhere = await runImport(database, { ...wish, sellerId: other.id }, once(feed))
  t.match(elsewhere, { status: 'completed', created: good })
  await t.rejects(runImport(database, wish, once(feed)), { code: 'import_in_progress' } as never)
  const uploaded = await receiveUpload(database, wish, async () => wish, once(feed))
  t.equal(await runQueuedImports(database), 0, 'an upload waits its turn')
  t.equal((await state(uploaded.id)).row.status, 'queued')
  go()
  t.match(await first, { status: 'completed', created: good })
  t.equal(await runQueuedImports(database), 1)
  t.match((await state(uploaded.id)).row, { status: 'completed', unchanged: good, created: 0 })
})

t.test('an upload that breaks off leaves nothing behind but its row', async (t) => {
  const { database, wish, state } = await setup(t)
  await t.rejects(
    receiveUpload(database, wish, async () => wish, brokenOff(feed)),
    /dies here/,
  )
  const [made] = await database.read(({ sql }) => sql<{ id: string }[]>`select id from imports`)
  const { row, totals } = await state(made!.id)
  t.match(row, { status: 'failed', failure_code: 'interrupted' })
  t.match(totals, { products: 0, chunks: 0 })
})
