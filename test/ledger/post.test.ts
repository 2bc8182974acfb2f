import t from 'tap'
import { ApiError } from '../../src/core/errors.ts'
import { newId } from '../../src/core/ids.ts'
import {
  deposit,
  entriesOfOrder,
  escrowOf,
  externalCash,
  type Posting,
  placementPostings,
  post,
  walletOf,
} from '../../src/ledger/index.ts'
import { testDatabase } from '../support/database.ts'

const now = new Date('2026-03-01T12:00:00Z')
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })

const database = await testDatabase(t)

async function setUp(balance = 10_000) {
  const accountId = newId()
  await database.transaction((db) =>
    deposit(db, { accountId, mode: 'live', amount: eur(balance), now }),
  )
  const balanceOf = () =>
    database.read(async ({ sql }) => {
      const [row] = await sql<{ balance: number }[]>`
        select balance_minor as balance from wallets where account_id = ${accountId}`
      return row?.balance
    })
  return { accountId, balanceOf }
}

function placement(accountId: string, amountMinor: number, orderId = newId()): Posting[] {
  const total = eur(amountMinor)
  return placementPostings({
    mode: 'live',
    occurredAt: now,
    orderId,
    accountId,
    total,
    charge: total,
  })
}

t.test('a posting moves the wallet and books its entries', async (t) => {
  const { accountId, balanceOf } = await setUp()
  const orderId = newId()
  const posted = await database.transaction((db) =>
    post(db, ...placement(accountId, 3000, orderId)),
  )
  t.equal(posted.wallet?.balanceMinor, 7000)
  t.equal(await balanceOf(), 7000)
  const { entries, holders } = await database.read((db) => entriesOfOrder(db, orderId))
  t.strictSame(
    entries.map(({ account, amountMinor }) => [account.kind, amountMinor]),
    [
      ['wallet', -3000],
      ['escrow', 3000],
    ],
  )
  t.strictSame(holders, [
    { account: escrowOf(orderId), currency: 'EUR', amountMinor: 3000, since: now },
  ])
})

t.test('a wallet that cannot pay refuses and nothing is written', async (t) => {
  const { accountId, balanceOf } = await setUp(500)
  const orderId = newId()
  const refused = await database
    .transaction((db) => post(db, ...placement(accountId, 501, orderId)))
    .catch((error: unknown) => error)
  t.ok(refused instanceof ApiError)
  const { code, extra } = refused as ApiError
  t.equal(code, 'insufficient_funds')
  t.strictSame(extra, { currency: 'EUR', balanceMinor: 500, neededMinor: 501 })
  t.equal(await balanceOf(), 500)
  t.strictSame(await database.read((db) => entriesOfOrder(db, orderId)), {
    entries: [],
    holders: [],
  })
  await database.transaction((db) => post(db, ...placement(accountId, 500)))
  t.equal(await balanceOf(), 0, 'to the last cent')
})

t.test('an account without a wallet has nothing to pay with', async (t) => {
  const refused = await database
    .transaction((db) => post(db, ...placement(newId(), 1)))
    .catch((error: unknown) => error)
  t.match(refused, { code: 'insufficient_funds', extra: { balanceMinor: 0, neededMinor: 1 } })
})

t.test('a hundred buyers of one wallet spend what it holds and not a cent more', async (t) => {
  const { accountId, balanceOf } = await setUp(1000)
  const results = await Promise.allSettled(
    Array.from({ length: 100 }, () =>
      database.transaction((db) => post(db, ...placement(accountId, 70))),
    ),
  )
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 14)
  t.equal(await balanceOf(), 20)
})

t.test('a key is booked once', async (t) => {
  const { accountId, balanceOf } = await setUp(1)
  const once = () =>
    database.transaction((db) =>
      deposit(db, { accountId, mode: 'live', amount: eur(700), now, dedupeKey: 'transfer 42' }),
    )
  await once()
  t.equal(await brokenBy(once()), 'ledger_transactions_dedupe')
  t.equal(await balanceOf(), 701)
})

t.test('the database refuses what does not balance and any change of the past', async (t) => {
  const { accountId } = await setUp()
  const [transaction] = await database.read(
    ({ sql }) => sql<{ id: string }[]>`select id from ledger_transactions`,
  )
  const id = transaction!.id
  const insert = (rows: [string, number, string][], transactionId = id) =>
    database.transaction(async ({ sql }) => {
      const values = rows.map(([currency, amount_minor, mode], index) => ({
        transaction_id: transactionId,
        position: 10 + index,
        account: 'wallet',
        owner_id: accountId,
        mode,
        currency,
        amount_minor,
        occurred_at: now,
      }))
      await sql`insert into ledger_entries ${sql(values)}`
    })
  const refusal = 'ledger_entries_must_balance'
  const sides: [string, [string, number, string][]][] = [
    ['one side', [['EUR', 5, 'live']]],
    [
      'another currency',
      [
        ['EUR', 5, 'live'],
        ['USD', -5, 'live'],
      ],
    ],
    [
      'play money in a live transaction',
      [
        ['EUR', 5, 'test'],
        ['EUR', -5, 'test'],
      ],
    ],
  ]
  for (const [name, rows] of sides) t.equal(await brokenBy(insert(rows)), refusal, name)
  const good: [string, number, string][] = [
    ['EUR', 5, 'live'],
    ['EUR', -5, 'live'],
  ]
  t.equal(await brokenBy(insert(good, newId())), refusal, 'no header')
  for (const statement of [
    'update ledger_entries set amount_minor = amount_minor * 2',
    'delete from ledger_entries',
    'truncate ledger_entries',
    "update ledger_transactions set memo = 'x'",
    'delete from ledger_transactions',
  ]) {
    const change = database.transaction(({ sql }) => sql.unsafe(statement))
    t.equal(await brokenBy(change), 'ledger_is_append_only', statement)
  }
})

async function brokenBy(work: Promise<unknown>): Promise<string | undefined> {
  return await work.then(
    () => undefined,
    (error: { constraint_name?: string }) => error.constraint_name,
  )
}

t.test('one post moves one wallet', async (t) => {
  const { accountId } = await setUp()
  const other = newId()
  await t.rejects(
    database.transaction((db) =>
      post(db, {
        kind: 'withdrawal',
        mode: 'live',
        currency: 'EUR',
        occurredAt: now,
        entries: [
          { account: walletOf(accountId), amountMinor: -5 },
          { account: walletOf(other), amountMinor: 5 },
        ],
      }),
    ),
    RangeError,
  )
})

t.test('a posting that moves nothing writes nothing', async (t) => {
  const posted = await database.transaction((db) =>
    post(db, {
      kind: 'topUp',
      mode: 'live',
      currency: 'EUR',
      occurredAt: now,
      entries: [{ account: externalCash, amountMinor: 0 }],
    }),
  )
  t.strictSame(posted, { transactionIds: [null], wallet: null })
})
