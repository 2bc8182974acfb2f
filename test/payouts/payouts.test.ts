import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { externalCash, post, reconcile, sellerPayableOf } from '../../src/ledger/index.ts'
import { testApp } from '../support/app.ts'
import { createSellerFor } from './sellers.ts'

const app = await testApp(t)
const { key: operator } = await app.newKey({
  kind: 'operator',
  scopes: ['operator', 'payouts:read'],
})

// Runs are per currency: each test has one of its own.
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK']
let currency = ''
t.beforeEach(() => {
  currency = currencies.shift()!
})

async function earn(sellerId: string, amountMinor: number, occurredAt = new Date()) {
  await app.database.transaction((db) =>
    post(db, {
      kind: amountMinor > 0 ? 'release' : 'refund',
      mode: 'live',
      currency,
      occurredAt,
      entries: [
        { account: externalCash, amountMinor: -amountMinor },
        { account: sellerPayableOf(sellerId), amountMinor },
      ],
    }),
  )
}

function run(body: object = {}, idempotencyKey = newId()) {
  return app.request('POST', '/v1/payout-batches', {
    key: operator,
    body: { currency, ...body },
    headers: { 'idempotency-key': idempotencyKey },
  })
}

interface Balance {
  available: { currency: string }
}

async function balances(key: string) {
  const { body } = await app.request('GET', '/v1/earnings', { key })
  const row = body.data.find((one: Balance) => one.available.currency === currency)
  return row && [row.available.amountMinor, row.onTheWay.amountMinor, row.paidOut.amountMinor]
}

const move = (id: string, verb: string, body: object = {}) =>
  app.request('POST', `/v1/payouts/${id}/${verb}`, { key: operator, body })

t.test('a run pays everyone who is owed enough, and nobody twice', async (t) => {
  const [rich, poor, indebted] = await Promise.all([1, 2, 3].map(() => createSellerFor(app)))
  await earn(rich!.id, 250_00)
  await earn(rich!.id, -50_00)
  await earn(poor!.id, 9_99)
  await earn(indebted!.id, -30_00)
  await new Promise((resolve) => setTimeout(resolve, 5))
  const idempotencyKey = newId()
  const first = await run({}, idempotencyKey)
  t.equal(first.status, 201)
  t.match(first.body, {
    payoutCount: 1,
    total: { amountMinor: 200_00, currency },
    minimum: { amountMinor: 10_00 },
  })
  const again = await run({}, idempotencyKey)
  t.strictSame(again.body, first.body)
  t.equal((await run()).body.payoutCount, 0)
  t.strictSame(await balances(rich!.key), [0, 200_00, 0])
  t.strictSame(await balances(poor!.key), [9_99, 0, 0])
  t.strictSame(await balances(indebted!.key), [-30_00, 0, 0], 'carried to the next run')

  await earn(indebted!.id, 45_00)
  await new Promise((resolve) => setTimeout(resolve, 5))
  const later = await run({ minimumMinor: 1 })
  t.equal(later.body.payoutCount, 2)
  t.equal(later.body.total.amountMinor, 15_00 + 9_99)
  const books = await reconcile(app.database, async () => [])
  t.ok(books.isBalanced)
})

t.test('runs at the same moment share the work without doubling it', async (t) => {
  const sellers = await Promise.all(Array.from({ length: 4 }, () => createSellerFor(app)))
  for (const { id } of sellers) await earn(id, 20_00, new Date('2026-01-01T00:00:00Z'))
  const answers = await Promise.all(Array.from({ length: 5 }, () => run()))
  const counts = answers.map(({ body }) => body.payoutCount).sort()
  t.strictSame(counts, [0, 0, 0, 0, 4])
})

t.test('a payout is handed over, arrives, and can still come back', async (t) => {
  const seller = await createSellerFor(app)
  await earn(seller.id, 80_00, new Date('2026-01-01T00:00:00Z'))
  const { body: batch } = await run()
  const { body: listed } = await app.request('GET', '/v1/payouts', { key: seller.key })
  const [payout] = listed.data
  t.match(payout, { batchId: batch.id, status: 'pending', amount: { amountMinor: 80_00 } })

  const started = await move(payout.id, 'start', { externalReference: 'SEPA 7' })
  t.match(started.body, { status: 'processing', externalReference: 'SEPA 7' })
  t.equal((await move(payout.id, 'cancel')).body.code, 'conflict')
  const paid = await move(payout.id, 'settle')
  t.match(paid.body, { status: 'paid', externalReference: 'SEPA 7' })
  t.strictSame(await balances(seller.key), [0, 0, 80_00])
  t.equal((await move(payout.id, 'settle')).status, 409)

  const back = await move(payout.id, 'fail', { reason: 'Account closed' })
  t.match(back.body, { status: 'failed', failureReason: 'Account closed' })
  t.strictSame(await balances(seller.key), [80_00, 0, 0])
  t.equal((await move(payout.id, 'fail', { reason: 'again' })).status, 409)
  const next = await run()
  t.equal(next.body.payoutCount, 1, 'the next run takes it again')
  t.ok((await reconcile(app.database, async () => [])).isBalanced)
  const events = await app.database.read(
    ({ sql }) => sql<{ type: string }[]>`select type from events
      where type like 'payout.%' and account_id = ${seller.accountId}
      order by sequence`,
  )
  t.strictSame(
    events.map(({ type }) => type),
    ['payout.created', 'payout.processing', 'payout.paid', 'payout.failed', 'payout.created'],
  )
})

t.test('a cancelled payout goes back to the balance', async (t) => {
  const seller = await createSellerFor(app)
  await earn(seller.id, 80_00, new Date('2026-01-01T00:00:00Z'))
  await run()
  const { body } = await app.request(
    'GET',
    `/v1/payouts?status=pending&sellerId=${ids.seller.encode(seller.id)}`,
    { key: operator },
  )
  t.match((await move(body.data[0].id, 'cancel')).body, { status: 'cancelled' })
  t.strictSame(await balances(seller.key), [80_00, 0, 0])
})

t.test('only what was earned before the moment named is paid', async (t) => {
  const seller = await createSellerFor(app)
  await earn(seller.id, 40_00, new Date('2026-01-10T00:00:00Z'))
  await earn(seller.id, 60_00, new Date('2026-01-20T00:00:00Z'))
  await earn(seller.id, -5_00, new Date('2026-01-21T00:00:00Z'))
  const { body } = await run({ earnedBefore: '2026-01-15T00:00:00Z' })
  t.equal(body.total.amountMinor, 35_00, 'what was taken back since counts at once')
  const future = await run({ earnedBefore: '2999-01-01T00:00:00Z' })
  t.equal(future.body.errors[0].pointer, '#/earnedBefore')
})

t.test('a suspended seller waits', async (t) => {
  const seller = await createSellerFor(app)
  await earn(seller.id, 40_00, new Date('2026-01-10T00:00:00Z'))
  await app.database.transaction(
    ({ sql }) => sql`update sellers set status = 'suspended' where id = ${seller.id}`,
  )
  t.equal((await run()).body.payoutCount, 0)
})

t.test('a seller sees its own payouts and earnings and nobody else’s', async (t) => {
  const [one, other] = await Promise.all([createSellerFor(app), createSellerFor(app)])
  await earn(one!.id, 40_00, new Date('2026-01-10T00:00:00Z'))
  await run()
  const { body } = await app.request('GET', '/v1/payouts', { key: one!.key })
  const id = body.data[0].id
  t.equal((await app.request('GET', `/v1/payouts/${id}`, { key: one!.key })).status, 200)
  t.equal((await app.request('GET', `/v1/payouts/${id}`, { key: other!.key })).status, 404)
  const wire = ids.seller.encode(one!.id)
  const period = `currency=${currency}&from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`
  const paths = [
    `/v1/payouts?sellerId=${wire}`,
    `/v1/earnings?sellerId=${wire}`,
    `/v1/earnings/entries?sellerId=${wire}&${period}`,
    `/v1/earnings/export?sellerId=${wire}&${period}`,
  ]
  for (const path of paths) {
    t.equal((await app.request('GET', path, { key: one!.key })).status, 200, path)
    t.equal((await app.request('GET', path, { key: other!.key })).status, 404, path)
  }
  const entries = await app.request('GET', `/v1/earnings/entries?${period}`, { key: one!.key })
  t.strictSame(
    entries.body.data.map((entry: { kind: string; balanceAfterMinor: number }) => [
      entry.kind,
      entry.balanceAfterMinor,
    ]),
    [
      ['release', 40_00],
      ['payout', 0],
    ],
  )
  for (const [method, path] of [
    ['POST', '/v1/payout-batches'],
    ['GET', '/v1/payout-batches'],
    ['POST', `/v1/payouts/${id}/settle`],
  ] as const) {
    const headers = { 'idempotency-key': newId() }
    const answer = await app.request(method, path, {
      key: one!.key,
      headers,
      ...(method === 'POST' ? { body: { currency } } : {}),
    })
    t.equal(answer.status, 403, path)
  }
  const batches = await app.request('GET', '/v1/payout-batches', { key: operator })
  const got = await app.request('GET', `/v1/payout-batches/${batches.body.data[0].id}`, {
    key: operator,
  })
  t.strictSame(got.body, batches.body.data[0])
})
