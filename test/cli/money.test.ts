import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { externalCash, post, sellerPayableOf } from '../../src/ledger/index.ts'
import { testDatabase } from '../support/database.ts'
import { entrepot } from './process.ts'

// Each command is a process of its own.
t.setTimeout(120_000)

t.test('an operator tops up wallets, checks the books and pays out', async (t) => {
  const database = await testDatabase(t)
  const env = { DATABASE_URL: database.url }
  const run = (...args: string[]) => entrepot(args, env)
  const wish = ['--account', 'Acme', '--amount-minor', '5000', '--currency', 'EUR']
  const unknown = await run('wallet', 'top-up', ...wish)
  t.equal(unknown.code, 1)
  t.match(unknown.stderr, /keys create --account "Acme"/)
  await run('keys', 'create', '--account', 'Acme', '--mode', 'live')
  const both = await run('wallet', 'top-up', ...wish, '--json')
  t.equal(both.code, 0, both.stderr)
  const balance = { amountMinor: 5000, currency: 'EUR' }
  t.match(JSON.parse(both.stdout), {
    account: 'Acme',
    wallets: [
      { mode: 'live', balance },
      { mode: 'test', balance },
    ],
  })
  const live = await run('wallet', 'top-up', ...wish, '--mode', 'live')
  t.match(live.stdout, /Acme has €100\.00 in its live wallet/)
  for (const amount of ['0', '1.5', 'many']) {
    const bad = await run('wallet', 'top-up', ...wish, '--amount-minor', amount)
    t.equal(bad.code, 1, amount)
    t.match(bad.stderr, /--amount-minor/)
  }

  const sellerId = newId()
  await database.transaction((db) =>
    post(db, {
      kind: 'release',
      mode: 'live',
      currency: 'EUR',
      occurredAt: new Date('2026-01-01T00:00:00Z'),
      entries: [
        { account: externalCash, amountMinor: -4200 },
        { account: sellerPayableOf(sellerId), amountMinor: 4200 },
      ],
    }),
  )
  const paid = await run('payouts', 'run', '--currency', 'EUR', '--json')
  t.equal(paid.code, 0, paid.stderr)
  const { batch, payouts } = JSON.parse(paid.stdout)
  t.match(batch, { payoutCount: 1, total: { amountMinor: 4200 } })
  t.match(payouts, [{ sellerId: ids.seller.encode(sellerId), status: 'pending' }])

  const good = await run('ledger', 'check')
  t.equal(good.code, 0, good.stdout)
  t.match(good.stdout, /The books are balanced\./)
  await database.transaction(
    ({ sql }) => sql`update wallets set balance_minor = 1 where mode = 'live'`,
  )
  const bad = await run('ledger', 'check', '--json')
  t.equal(bad.code, 1)
  t.equal(JSON.parse(bad.stdout).isBalanced, false)
  const rebuilt = await run('ledger', 'rebuild')
  t.match(rebuilt.stdout, /1 is now 10000/)
  t.equal((await run('ledger', 'check')).code, 0)
})
