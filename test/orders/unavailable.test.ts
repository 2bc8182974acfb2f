import t, { type Test } from 'tap'
import { type Answer, type TestApp, type TestKey, testApp } from '../support/app.ts'
import type { DatabaseLimits } from '../support/database.ts'
import {
  balanceOf,
  type Goods,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
  stockOf,
} from './shop.ts'

t.setTimeout(300_000)

interface Scene {
  readonly test: TestApp
  readonly goods: Goods
  readonly buyer: TestKey
}

const key = 'the-same-key-throughout'

async function setScene(t: Test, limits: DatabaseLimits): Promise<Scene> {
  const test = await testApp(t, { limits })
  await openShipping(test)
  const goods = await shelve(test, await openShop(test), { stock: 10, priceMinor: 1000 })
  const buyer = await openBuyer(test, { amountMinor: 10_000 })
  return { test, goods, buyer }
}

function order({ test, goods, buyer }: Scene): Promise<Answer> {
  return place(test, buyer, orderOf([goods]), key)
}

// Runs SQL whenever entries of the ledger are written: the last thing that placing an order does.
async function whenPaying({ test }: Scene, sqlBody: string): Promise<void> {
  await test.database.transaction(({ sql }) =>
    sql.unsafe(`
      create function disturb() returns trigger language plpgsql as
        $$ begin ${sqlBody}; return null; end $$;
      create trigger disturb before insert on ledger_transactions
        for each statement execute function disturb()`),
  )
}

async function calm({ test }: Scene): Promise<void> {
  await test.database.transaction(({ sql }) => sql`drop function disturb cascade`)
}

function assertRefusedForNow(t: Test, { status, headers, body }: Answer): void {
  t.equal(status, 503)
  t.equal(headers['retry-after'], '1')
  t.match(headers['content-type'], /^application\/problem\+json/)
  t.match(body, { code: 'service_unavailable', status: 503 })
}

async function assertNothingDone(t: Test, { test, goods, buyer }: Scene): Promise<void> {
  t.same(await stockOf(test, goods), { available: 10, held: 0 })
  t.equal(await balanceOf(test, buyer.accountId), 10_000)
  const [rows] = await test.database.read(
    ({ sql }) => sql`
      select (select count(*) from orders) as orders, (select count(*) from order_lines) as lines,
        (select count(*) from events where type like 'order.%') as events,
        (select count(*) from idempotency_keys) as keys,
        (select count(*) from ledger_transactions where order_id is not null) as postings`,
  )
  t.same(rows, { orders: 0, lines: 0, events: 0, keys: 0, postings: 0 })
}

async function assertRetryWorks(t: Test, scene: Scene): Promise<void> {
  const placed = await order(scene)
  t.equal(placed.status, 201, 'the same request with the same key works afterwards')
  t.equal(placed.headers['idempotent-replayed'], undefined)
  t.same(await stockOf(scene.test, scene.goods), { available: 9, held: 0 })
}

t.test('the connection is lost in the middle of placing an order', async (t) => {
  const scene = await setScene(t, {})
  await whenPaying(scene, 'perform pg_terminate_backend(pg_backend_pid())')
  assertRefusedForNow(t, await order(scene))
  await assertNothingDone(t, scene)
  await calm(scene)
  await assertRetryWorks(t, scene)
})

t.test('a statement of an order takes too long', async (t) => {
  const scene = await setScene(t, { statementTimeoutMs: 300 })
  await whenPaying(scene, 'perform pg_sleep(10)')
  assertRefusedForNow(t, await order(scene))
  await assertNothingDone(t, scene)
  await calm(scene)
  await assertRetryWorks(t, scene)
})

t.test('a row that an order needs stays locked', async (t) => {
  const scene = await setScene(t, { lockTimeoutMs: 100 })
  const { test, goods } = scene
  await test.database.transaction(async ({ sql }) => {
    await sql`select from stock_levels where variant_id = ${goods.variantId} for update`
    assertRefusedForNow(t, await order(scene))
  })
  await assertNothingDone(t, scene)
  await assertRetryWorks(t, scene)
})

t.test('every connection is taken', async (t) => {
  const scene = await setScene(t, { poolSize: 1, poolWaitMs: 50 })
  const gate = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<void>()
  const holding = scene.test.database.read(async ({ sql }) => {
    await sql`select 1`
    taken.resolve()
    await gate.promise
  })
  await taken.promise
  assertRefusedForNow(t, await order(scene))
  gate.resolve()
  await holding
  await assertNothingDone(t, scene)
  await assertRetryWorks(t, scene)
})
