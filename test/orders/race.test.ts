import t, { type Test } from 'tap'
import { openDatabase } from '../../src/core/database.ts'
import { newId } from '../../src/core/ids.ts'
import { reconcile } from '../../src/ledger/index.ts'
import { selectHeldByOrders } from '../../src/orders/index.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import {
  balanceOf,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
  stockOf,
} from './shop.ts'

t.setTimeout(300_000)

interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies are asserted on, not typed
  readonly body: any
}

type Door = (test: TestApp, buyer: TestKey, body: unknown, key: string) => Promise<Answered>

async function placeByGraphql(...[test, buyer, input, key]: Parameters<Door>): Promise<Answered> {
  const document = `mutation ($key: String, $input: PlaceOrderInput!) {
    placeOrder(idempotencyKey: $key, input: $input) { id }
  }`
  const { body } = await test.graphql(document, { key: buyer.key, variables: { key, input } })
  const refusal = body.errors?.[0]?.extensions
  return refusal ? { status: refusal.status, body: refusal } : { status: 201, body }
}

// What a client does that was refused for now: the same request once more, with the same key.
async function buy(test: TestApp, buyer: TestKey, body: unknown, door: Door = place) {
  const key = newId()
  for (;;) {
    const answer = await door(test, buyer, body, key)
    if (answer.status !== 503) return answer
  }
}

function count(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const name = status === 201 ? 'sold' : `${status} ${body.code}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

async function assertBalanced(t: Test, test: TestApp): Promise<void> {
  const books = await reconcile(test.database, selectHeldByOrders)
  t.same(
    books.checks.filter(({ findings }) => findings.length > 0),
    [],
    'the books are balanced',
  )
}

t.test('two hundred buyers race for ten units through both doors', async (t) => {
  const test = await testApp(t, { poolSize: 12, limits: { poolWaitMs: 10_000 } })
  await openShipping(test)
  const shop = await openShop(test)
  const goods = await shelve(test, shop, { stock: 10, priceMinor: 1000 })
  const buyers = await Promise.all(Array.from({ length: 200 }, () => openBuyer(test)))
  const startedAt = Date.now()
  const answers = await Promise.all(
    buyers.map((buyer, index) =>
      buy(test, buyer, orderOf([goods]), index % 2 === 0 ? place : placeByGraphql),
    ),
  )
  t.comment(`200 answers in ${Date.now() - startedAt} ms`)
  t.same(count(answers), { sold: 10, '409 out_of_stock': 190 })
  t.same(await stockOf(test, goods), { available: 0, held: 0 })
  const winners = buyers.filter((_, index) => answers[index]?.status === 201)
  const losers = buyers.filter((_, index) => answers[index]?.status !== 201)
  for (const { accountId } of losers) t.equal(await balanceOf(test, accountId), 10_000_000)
  for (const { accountId } of winners) t.equal(await balanceOf(test, accountId), 10_000_000 - 1490)
  await assertBalanced(t, test)
})

t.test('orders of the same goods in another order of lines never deadlock', async (t) => {
  const test = await testApp(t, { poolSize: 12, limits: { poolWaitMs: 10_000 } })
  await openShipping(test)
  const shops = await Promise.all([openShop(test), openShop(test), openShop(test)])
  const goods = await Promise.all(
    Array.from({ length: 6 }, (_, index) => shelve(test, shops[index % 3]!, { stock: 40 })),
  )
  const buyers = await Promise.all(Array.from({ length: 10 }, () => openBuyer(test)))
  const orders = Array.from({ length: 100 }, (_, index) => ({
    buyer: buyers[index % buyers.length]!,
    lines: shuffled(goods).slice(0, 2 + (index % 4)),
  }))
  const answers = await Promise.all(
    orders.map(({ buyer, lines }) => buy(test, buyer, orderOf(lines))),
  )
  const counts = count(answers)
  t.same(Object.keys(counts).sort(), ['409 out_of_stock', 'sold'])
  for (const one of goods) {
    const sold = orders.filter(
      ({ lines }, index) => answers[index]?.status === 201 && lines.includes(one),
    ).length
    t.same(await stockOf(test, one), { available: 40 - sold, held: 0 }, 'stock is exact')
  }
  await assertBalanced(t, test)
  t.equal(await deadlocks(test), 0, 'the database saw no deadlock either')
})

t.test('fifty identical requests at once make one order', async (t) => {
  const test = await testApp(t, { poolSize: 12, limits: { poolWaitMs: 10_000 } })
  await openShipping(test)
  const goods = await shelve(test, await openShop(test), { stock: 10, priceMinor: 1000 })
  const buyer = await openBuyer(test)
  const body = orderOf([goods])
  const key = newId()
  const answers = await Promise.all(Array.from({ length: 50 }, () => place(test, buyer, body, key)))
  const placed = answers.filter(({ status }) => status === 201)
  const others = answers.filter(({ status }) => status !== 201)
  t.same(count(others), others.length === 0 ? {} : { '409 idempotency_in_flight': others.length })
  t.equal(new Set(placed.map((answer) => JSON.stringify(answer.body))).size, 1)
  const isReplayed = ({ headers }: (typeof placed)[number]) =>
    headers['idempotent-replayed'] === 'true'
  t.equal(placed.filter((answer) => !isReplayed(answer)).length, 1)
  t.same(await stockOf(test, goods), { available: 9, held: 0 })
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000 - 1490)
})

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

// Counters reach the statistics when their connection ends, so this ends them all.
async function deadlocks(test: TestApp): Promise<number> {
  await test.app.close()
  await test.database.close()
  const database = await openDatabase({ databaseUrl: test.database.url, dataDir: '' })
  const [row] = await database.read(
    ({ sql }) => sql<{ deadlocks: number }[]>`
      select deadlocks from pg_stat_database where datname = current_database()`,
  )
  await database.close()
  return row?.deadlocks ?? -1
}
