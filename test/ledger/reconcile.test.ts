import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import {
  deposit,
  type HeldForOrder,
  placementPostings,
  post,
  rebuildWallets,
  reconcile,
} from '../../src/ledger/index.ts'
import { compareEscrow } from '../../src/ledger/reconcile.ts'
import { type Test, type TestDatabase, testDatabase } from '../support/database.ts'

const occurredAt = new Date('2026-05-05T05:05:05Z')

async function booked(t: Test) {
  const database = await testDatabase(t)
  const accountId = newId()
  const orderId = newId()
  await database.transaction(async (db) => {
    const amount = { amountMinor: 1000, currency: 'EUR' }
    await deposit(db, { accountId, mode: 'live', amount, now: occurredAt })
    const total = { amountMinor: 400, currency: 'USD' }
    const charge = { amountMinor: 350, currency: 'EUR' }
    await post(
      db,
      ...placementPostings({ mode: 'live', occurredAt, orderId, accountId, total, charge }),
    )
  })
  const held: HeldForOrder = { orderId, mode: 'live', currency: 'USD', amountMinor: 400 }
  return { database, accountId, held }
}

async function wrongChecks(database: TestDatabase, held: HeldForOrder[]) {
  const { checks, isBalanced } = await reconcile(database, async () => held)
  const wrong = checks.filter(({ findings }) => findings.length > 0)
  return { isBalanced, wrong: wrong.map(({ check, findings }) => [check, findings.length]) }
}

t.test('books that are in order are proven so', async (t) => {
  const { database, held } = await booked(t)
  const books = await reconcile(database, async () => [held])
  t.ok(books.isBalanced)
  t.strictSame(
    books.totals.map(({ account, currency, balanceMinor }) => [account, currency, balanceMinor]),
    [
      ['externalCash', 'EUR', -1000],
      ['fx', 'EUR', 350],
      ['wallet', 'EUR', 650],
      ['escrow', 'USD', 400],
      ['fx', 'USD', -400],
    ],
  )
})

t.test('a wallet changed behind the ledger’s back is found', async (t) => {
  const { database, held } = await booked(t)
  await database.transaction(({ sql }) => sql`update wallets set balance_minor = balance_minor + 1`)
  t.strictSame(await wrongChecks(database, [held]), {
    isBalanced: false,
    wrong: [['walletsEqualEntries', 1]],
  })
  const rebuilt = await database.transaction((db) => rebuildWallets(db, occurredAt))
  t.match(rebuilt, [{ currency: 'EUR', expectedMinor: 650, actualMinor: 651 }])
  t.strictSame((await wrongChecks(database, [held])).wrong, [])
  await database.transaction(({ sql }) => sql`delete from wallets`)
  t.equal((await database.transaction((db) => rebuildWallets(db, occurredAt))).length, 1)
  t.strictSame((await wrongChecks(database, [held])).wrong, [], 'even one that was lost')
})

t.test('an order that escrow knows nothing of is found, and the other way round', async (t) => {
  const { database, held } = await booked(t)
  t.strictSame((await wrongChecks(database, [])).wrong, [['escrowEqualsOpenOrders', 1]])
  const other = { ...held, orderId: newId() }
  t.strictSame((await wrongChecks(database, [held, other])).wrong, [['escrowEqualsOpenOrders', 1]])
  const more = { ...held, amountMinor: 401 }
  t.strictSame(compareEscrow([more], [held]), [
    { mode: 'live', currency: 'USD', subject: held.orderId, expectedMinor: 401, actualMinor: 400 },
  ])
})

t.test('entries written past the guards are found', async (t) => {
  const { database, held, accountId } = await booked(t)
  await database.transaction(async ({ sql }) => {
    await sql`alter table ledger_entries disable trigger ledger_entries_must_balance`
    await sql`insert into ledger_entries select transaction_id, 9, 'wallet', ${accountId}, mode,
      currency, -5000, occurred_at from ledger_entries where account = 'externalCash'`
    await sql`insert into ledger_transactions (id, kind, mode, currency, occurred_at)
      values (${newId()}, 'topUp', 'live', 'EUR', now())`
  })
  t.strictSame((await wrongChecks(database, [held])).wrong, [
    ['transactionsSumToZero', 1],
    ['transactionsHaveEntries', 1],
    ['currenciesSumToZero', 1],
    ['walletsEqualEntries', 1],
    ['nothingOverdrawn', 1],
  ])
})
