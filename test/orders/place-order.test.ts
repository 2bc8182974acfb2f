import t from 'tap'
import { testApp } from '../support/app.ts'
import {
  balanceOf,
  berlin,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
  stockOf,
} from './shop.ts'

t.test('an order is priced, paid and taken from stock at once', async (t) => {
  const test = await testApp(t)
  await openShipping(test)
  const [one, two] = [await openShop(test), await openShop(test)]
  const lamp = await shelve(test, one, { priceMinor: 1999, stock: 5 })
  const chair = await shelve(test, two, { priceMinor: 8900, stock: 2 })
  const buyer = await openBuyer(test, { amountMinor: 20_000 })
  const placed = await place(test, buyer, orderOf([[lamp, 2], chair]))
  t.equal(placed.status, 201, JSON.stringify(placed.body))
  t.match(placed.body, {
    status: 'processing',
    paymentStatus: 'paid',
    fulfillmentStatus: 'unfulfilled',
    goods: { amountMinor: 2 * 1999 + 8900, currency: 'EUR' },
    shipping: { amountMinor: 980 },
    total: { amountMinor: 13_878 },
    charged: { amountMinor: 13_878, currency: 'EUR' },
    shippingAddress: berlin,
  })
  t.equal(placed.body.sellerOrders.length, 2)
  t.equal(await balanceOf(test, buyer.accountId), 20_000 - 13_878)
  t.same(await stockOf(test, lamp), { available: 3, held: 0 })
  t.same(await stockOf(test, chair), { available: 1, held: 0 })
  const read = await test.request('GET', `/v1/orders/${placed.body.id}`, { key: buyer.key })
  t.same(read.body, placed.body, 'reading it answers the same')
})
