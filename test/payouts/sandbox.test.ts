import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { deposit, placementPostings, post, releasePostings } from '../../src/ledger/index.ts'
import { testApp } from '../support/app.ts'
import { createSellerFor } from './sellers.ts'

t.test('in the sandbox a seller’s key sees its own account’s play and nobody else’s', async (t) => {
  const app = await testApp(t)
  const seller = await createSellerFor(app)
  const at = new Date('2026-04-01T00:00:00Z')
  const playOrder = (accountId: string, amountMinor: number) =>
    app.database.transaction(async (db) => {
      const total = { amountMinor, currency: 'EUR' }
      const order = { mode: 'test', occurredAt: at, orderId: newId(), accountId } as const
      await deposit(db, { accountId, mode: 'test', amount: total, now: at })
      await post(db, ...placementPostings({ ...order, total, charge: total }))
      await post(
        db,
        ...releasePostings({
          ...order,
          sellerOrderId: newId(),
          sellerId: seller.id,
          currency: 'EUR',
          held: {
            goodsMinor: amountMinor,
            shippingMinor: 0,
            dutiesMinor: 0,
            taxesMinor: 0,
            feesMinor: 0,
          },
          settlement: total,
          sellerFeeMinor: 0,
          transactionFeeMinor: 0,
        }),
      )
    })
  const own = await app.newKey({ mode: 'test', sellerId: seller.id })
  await playOrder(own.accountId, 30_00)
  await playOrder((await app.newKey({ mode: 'test' })).accountId, 70_00)
  const operator = await app.newKey({
    mode: 'test',
    kind: 'operator',
    scopes: ['operator', 'payouts:read'],
  })
  const { body: earnings } = await app.request('GET', '/v1/earnings', { key: own.key })
  t.strictSame(
    earnings.data.map((row: { available: object }) => row.available),
    [{ amountMinor: 30_00, currency: 'EUR' }],
  )
  const period = 'currency=EUR&from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z'
  const entries = await app.request('GET', `/v1/earnings/entries?${period}`, { key: own.key })
  t.equal(entries.body.data.length, 1)
  t.equal(entries.body.closingBalanceMinor, 30_00)
  const run = await app.request('POST', '/v1/payout-batches', {
    key: operator.key,
    body: { currency: 'EUR' },
    headers: { 'idempotency-key': newId() },
  })
  t.equal(run.body.total.amountMinor, 100_00)
  const all = await app.request('GET', '/v1/payouts', { key: operator.key })
  t.equal(all.body.data.length, 1)
  t.strictSame((await app.request('GET', '/v1/payouts', { key: own.key })).body.data, [])
  const one = await app.request('GET', `/v1/payouts/${all.body.data[0].id}`, { key: own.key })
  t.equal(one.status, 404)
})
