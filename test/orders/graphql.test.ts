import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { testApp } from '../support/app.ts'
import { berlin, openBuyer, openShipping, openShop, shelve, stockOf } from './shop.ts'

const placeOrder = `
  mutation ($input: PlaceOrderInput!, $key: String!) {
    placeOrder(input: $input, idempotencyKey: $key) { ...Whole }
  }
  fragment Whole on Order {
    id status paymentStatus
    total { amountMinor currency }
    sellerOrders {
      id acceptance
      seller { id name }
      lines { quantity product { id title } variant { id sku } }
    }
  }`

t.test('an order is placed, followed through its links and cancelled over GraphQL', async (t) => {
  const test = await testApp(t)
  await openShipping(test)
  const shops = [await openShop(test), await openShop(test)]
  const goods = [await shelve(test, shops[0]!), await shelve(test, shops[1]!)]
  const buyer = await openBuyer(test)
  const input = {
    lines: goods.map(({ wireId }) => ({ variantId: wireId, quantity: 2 })),
    shippingAddress: berlin,
    maxTotal: { amountMinor: 10_000, currency: 'EUR' },
  }
  const send = (variables: object) => test.graphql(placeOrder, { key: buyer.key, variables })
  const key = newId()
  const placed = await send({ input, key })
  const order = placed.body.data.placeOrder
  t.match(order, { status: 'PROCESSING', paymentStatus: 'PAID', total: { amountMinor: 4980 } })
  for (const part of order.sellerOrders) {
    const shop = shops.find(({ wireId }) => wireId === part.seller.id)
    t.ok(shop, 'each part leads to its seller')
    const [line] = part.lines
    t.ok(
      goods.some(({ wireId }) => wireId === line.variant.id),
      'each line to its variant',
    )
    t.match(line, { quantity: 2, product: { title: 'A thing' } })
  }
  t.same((await send({ input, key })).body, placed.body, 'a retry answers the same order')
  const tooMany = { ...input, lines: [{ variantId: goods[0]!.wireId, quantity: 1000 }] }
  t.match((await send({ input: tooMany, key: newId() })).body, {
    errors: [{ extensions: { code: 'price_changed', status: 409 } }],
  })
  const cancelled = await test.graphql(
    `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { status refunded { amountMinor } } }`,
    { key: buyer.key, variables: { input: { id: order.id, reason: 'CHANGED_MIND' } } },
  )
  t.match(cancelled.body, {
    data: { cancelOrder: { status: 'CANCELLED', refunded: { amountMinor: 4980 } } },
  })
  t.equal((await stockOf(test, goods[0]!)).available, 100)
})
