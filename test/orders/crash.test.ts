import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Database, openDatabase } from '../../src/core/database.ts'
import { isAlive, readLockFile } from '../../src/core/embedded-lock-file.ts'
import { ids } from '../../src/core/ids.ts'
import { migrate } from '../../src/core/migrate.ts'
import { reconcile } from '../../src/ledger/index.ts'
import { selectHeldByOrders } from '../../src/orders/index.ts'
import { newKey } from '../support/app.ts'
import { dataFolder } from '../support/durable-postgres.ts'
import { serverProcess } from '../support/server-process.ts'
import { type Acknowledged, persist, sendBuyers, type Tally } from './persistent-buyers.ts'
import {
  balanceOf,
  type Goods,
  openBuyer,
  openShipping,
  openShop,
  type Stage,
  shelve,
  stockOf,
} from './shop.ts'

// Seventy crashes take their time on a busy machine.
t.setTimeout(1_200_000)

const stock = 1_000_000
const money = 100_000_000_000
const buyers = 8

interface Scene {
  readonly dataDir: string
  readonly apiKey: string
  readonly accountId: string
  readonly goods: readonly Goods[]
}

async function onStage<T>(dataDir: string, work: (stage: Stage) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir })
  try {
    return await work({ database, newKey: (options) => newKey(database, options) })
  } finally {
    await database.close()
  }
}

async function setScene(t: Test): Promise<Scene> {
  const dataDir = await dataFolder(t)
  return onStage(dataDir, async (stage) => {
    await migrate(stage.database)
    await openShipping(stage)
    const shops = await Promise.all([openShop(stage), openShop(stage)])
    const goods = await Promise.all(
      [0, 1, 0, 1].map((index) => shelve(stage, shops[index]!, { stock, priceMinor: 999 })),
    )
    const buyer = await openBuyer(stage, { amountMinor: money })
    return { dataDir, goods, apiKey: buyer.key, accountId: buyer.accountId }
  })
}

t.test('the server is killed at fifty random moments', async (t) => {
  const scene = await setScene(t)
  const server = await serverProcess(t, { DATA_DIR: scene.dataDir, ...withoutLimits })
  await server.start()
  const driver = sendBuyers(buyers, { url: server.url, ...scene })
  for (let crash = 0; crash < crashes(50); crash += 1) {
    await untilMore(driver.tally, 1 + Math.random() * 20)
    await pause(Math.random() * 20)
    await server.kill()
    await server.start()
  }
  await driver.stop()
  await assertRepliesStay(t, server.url, scene, driver.tally)
  await server.kill()
  await onStage(scene.dataDir, (stage) => assertBooks(t, stage, scene, driver.tally))
})

t.test('PostgreSQL is killed at random moments under a running server', async (t) => {
  const scene = await setScene(t)
  const server = await serverProcess(t, { DATA_DIR: scene.dataDir, ...withoutLimits })
  await server.start()
  const driver = sendBuyers(buyers, { url: server.url, ...scene })
  for (let crash = 0; crash < crashes(20); crash += 1) {
    await untilMore(driver.tally, 1 + Math.random() * 20)
    await pause(Math.random() * 20)
    await killPostgres(scene.dataDir)
  }
  await driver.stop()
  await assertRepliesStay(t, server.url, scene, driver.tally)
  await server.kill()
  await onStage(scene.dataDir, (stage) => assertBooks(t, stage, scene, driver.tally))
})

const withoutLimits = { RATE_LIMIT_PER_MINUTE: '10000000', RATE_LIMIT_BURST: '1000000' }

function crashes(count: number): number {
  return Number(process.env.CRASHES ?? count)
}

async function killPostgres(dataDir: string): Promise<void> {
  for (;;) {
    const lock = await readLockFile(join(dataDir, 'postgres'))
    if (lock && isAlive(lock.pid)) {
      process.kill(lock.pid, 'SIGKILL')
      while (isAlive(lock.pid)) await pause(2)
      return
    }
    await pause(5)
  }
}

async function untilMore({ acknowledged, surprises }: Tally, more: number): Promise<void> {
  const enough = acknowledged.length + more
  while (acknowledged.length < enough && surprises.length === 0) await pause(2)
}

async function assertRepliesStay(t: Test, url: string, scene: Scene, tally: Tally): Promise<void> {
  t.same(tally.surprises, [], 'no buyer got an answer that nobody should get')
  t.ok(tally.retries > 0, 'buyers were cut off')
  t.comment(`${tally.acknowledged.length} orders acknowledged, ${tally.retries} requests repeated`)
  const changed: Acknowledged[] = []
  for (const one of tally.acknowledged) {
    if ((await persist(url, scene.apiKey, one.key, one.body, tally)) !== one.reply) {
      changed.push(one)
    }
  }
  t.same(changed, [], 'every retry with the same key gets the same bytes')
}

async function assertBooks(
  t: Test,
  stage: Stage,
  { accountId, goods }: Scene,
  { acknowledged }: Tally,
): Promise<void> {
  const { database } = stage
  const orders = await ordersOf(database, accountId)
  const known = new Map(orders.map((order) => [order.id, order]))
  t.equal(orders.length, acknowledged.length, 'every order was acknowledged, each of them once')
  t.same(
    acknowledged.filter(({ orderId }) => !known.has(ids.order.decode(orderId))),
    [],
    'every acknowledged order exists',
  )
  for (const one of goods) {
    const sold = acknowledged
      .flatMap(({ units }) => units)
      .filter((unit) => unit.goods.variantId === one.variantId)
      .reduce((sum, { quantity }) => sum + quantity, 0)
    t.same(await stockOf(stage, one), { available: stock - sold, held: 0 }, 'stock is exact')
  }
  const spent = orders.reduce((sum, { chargedMinor }) => sum + chargedMinor, 0)
  t.equal(await balanceOf(stage, accountId), money - spent, 'the wallet paid for each order once')
  const books = await reconcile(database, selectHeldByOrders)
  t.same(
    books.checks.filter(({ findings }) => findings.length > 0),
    [],
    'the books are balanced and escrow holds what open orders say',
  )
  t.same(await traces(database), {
    keys: orders.length,
    postings: orders.length,
    events: orders.length,
  })
}

function ordersOf(database: Database, accountId: string) {
  return database.read(
    ({ sql }) => sql<{ id: string; chargedMinor: number }[]>`
      select id, charge_minor as "chargedMinor" from orders where account_id = ${accountId}`,
  )
}

async function traces(database: Database) {
  const [row] = await database.read(
    ({ sql }) => sql<{ keys: number; postings: number; events: number }[]>`
      select (select count(*) from idempotency_keys where status = 201) as keys,
        (select count(*) from ledger_transactions where order_id is not null) as postings,
        (select count(*) from events where type = 'order.created') as events`,
  )
  return row
}
