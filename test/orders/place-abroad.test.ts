import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { type TestApp, testApp } from '../support/app.ts'
import {
  balanceOf,
  berlin,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
  topUp,
} from './shop.ts'

let test: TestApp
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
  await test.database.transaction(async ({ sql }) => {
    await sql`insert into exchange_rates (base, quote, date, rate, source)
      values ('EUR', 'USD', current_date, '1.25', 'test')`
    await sql`insert into restriction_rules (id, restriction, destinations, reason, valid_from, source)
      values ('no-drones-de', 'drone', '{DE}', 'Drones may not be sent to Germany.', '2020-01-01', 'test')`
    for (const name of ['exchangeRates', 'restrictionRules']) {
      await sql`insert into policy_versions (name, version) values (${name}, ${newId()})
        on conflict (name) do update set version = excluded.version`
    }
  })
})

t.test('a wallet in another currency pays at the rate, and gets back what it paid', async (t) => {
  const shop = await openShop(test)
  const goods = await shelve(test, shop, { priceMinor: 1999 })
  const buyer = await test.newKey()
  await topUp(test, buyer.accountId, { amountMinor: 10_000, currency: 'USD' })
  const body = orderOf([[goods, 3]])
  t.match(await place(test, buyer, body), { status: 402, body: { currency: 'EUR' } })
  const placed = await place(test, buyer, { ...body, walletCurrency: 'USD' })
  t.match(placed.body, {
    total: { amountMinor: 6487, currency: 'EUR' },
    charged: { amountMinor: 8109, currency: 'USD' },
  })
  t.equal(await balanceOf(test, buyer.accountId, 'USD'), 10_000 - 8109)
  const [part] = placed.body.sellerOrders
  const unavailable = [{ lineId: part.lines[0].id, quantity: 1 }]
  const accept = `/v1/seller-orders/${part.id}/accept`
  await test.request('POST', accept, { key: shop.key.key, body: { unavailable } })
  await test.request('POST', `/v1/seller-orders/${part.id}/cancel`, {
    key: shop.key.key,
    body: { reason: 'outOfStock' },
  })
  t.equal(await balanceOf(test, buyer.accountId, 'USD'), 10_000, 'to the cent, in two steps')
})

t.test('goods that the destination forbids are refused before money moves', async (t) => {
  const goods = await shelve(test, await openShop(test), { restrictions: ['drone'] })
  const buyer = await openBuyer(test)
  t.match(await place(test, buyer, orderOf([goods])), {
    status: 422,
    body: {
      code: 'destination_restricted',
      forbiddenBy: [{ id: 'no-drones-de', restriction: 'drone' }],
    },
  })
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000)
})

// The shipped rules of this day: three euros a tariff heading on small parcels, and import VAT.
const day = new Date('2026-11-23T12:00:00Z')

t.test('duties and taxes of a parcel from abroad are lines of their own', async (t) => {
  test.setNow(day)
  t.teardown(() => test.setNow(undefined))
  const shop = await openShop(test, { country: 'CN' })
  const lamp = await shelve(test, shop, { priceMinor: 1000, hsCode: '940511' })
  const chair = await shelve(test, shop, { priceMinor: 3000, hsCode: '940169' })
  const buyer = await openBuyer(test)
  const lines = [lamp, chair].map(({ wireId }) => ({ variantId: wireId, quantity: 1 }))
  const body = { lines, shippingAddress: berlin }
  const quoted = await test.request('POST', '/v1/quotes', { key: buyer.key, body })
  const tax = Math.round((4000 + 490 + 600) * 0.19)
  t.match(quoted.body, {
    goods: { amountMinor: 4000 },
    duties: { amountMinor: 600 },
    taxes: { amountMinor: tax },
    total: { amountMinor: 4000 + 490 + 600 + tax },
    parts: [{ levies: [{ kind: 'duty', isCollectedAtCheckout: true }, { kind: 'tax' }] }],
  })
  const placed = await place(test, buyer, { quoteId: quoted.body.id })
  t.same(placed.body.total, quoted.body.total)
  const shares = placed.body.sellerOrders[0].lines.map(
    (line: { duties: { amountMinor: number }; taxes: { amountMinor: number } }) =>
      line.duties.amountMinor + line.taxes.amountMinor,
  )
  t.equal(shares[0] + shares[1], 600 + tax, 'every cent of them is on a line')
})

t.test('of several requests with one client reference one is placed', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 50 })
  const buyer = await openBuyer(test)
  const body = orderOf([goods], { clientReference: 'once' })
  const answers = await Promise.all(Array.from({ length: 6 }, () => place(test, buyer, body)))
  const codes = answers.map(({ status, body: { code } }) => code ?? status).sort()
  t.same(codes, [201, ...Array(5).fill('client_reference_used')])
  t.equal(await balanceOf(test, buyer.accountId), 10_000_000 - 1490)
})
