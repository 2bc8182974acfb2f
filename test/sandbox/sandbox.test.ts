import t from 'tap'
import { jobs } from '../../src/contract/operations.ts'
import { ids } from '../../src/core/ids.ts'
import { type Goods, openShipping, openShop, orderOf, place, shelve } from '../orders/shop.ts'
import { type TestKey, testApp } from '../support/app.ts'

const app = await testApp(t)
await openShipping(app)
const shop = await openShop(app)
const goods = await shelve(app, shop, { stock: 1000 })
const steps = jobs.find((job) => job.name === 'sandbox steps')!
const opening = jobs.find((job) => job.name === 'new sandboxes')!

async function newDeveloper(settings: object = { stepSeconds: 3600 }): Promise<TestKey> {
  const developer = await app.newKey({ mode: 'test' })
  const opened = await app.request('PATCH', '/v1/sandbox', { key: developer.key, body: settings })
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body))
  return developer
}

async function order(developer: TestKey, of: Goods = goods) {
  const placed = await place(app, developer, orderOf([of]))
  if (placed.status !== 201) throw new Error(JSON.stringify(placed.body))
  return placed.body
}

function post(developer: TestKey, url: string, body: object) {
  return app.request('POST', url, { key: developer.key, body })
}

const advance = (developer: TestKey, by: object) => post(developer, '/v1/sandbox/clock/advance', by)

async function tracking(developer: TestKey, orderId: string) {
  return (await app.request('GET', `/v1/orders/${orderId}/tracking`, { key: developer.key })).body
}

async function shippedParcel(developer: TestKey) {
  const { id } = await order(developer)
  await steps.run(app.database, new Date())
  await advance(developer, { hours: 2 })
  const [parcel] = (await tracking(developer, id)).shipments[0].parcels
  return { orderId: id as string, parcel }
}

t.test('a test order is processed, shipped and delivered without a call', async (t) => {
  const developer = await newDeveloper({ stepSeconds: 0.1 })
  const { id, status } = await order(developer)
  t.equal(status, 'processing')
  const deadline = Date.now() + 20_000
  let answer = await tracking(developer, id)
  while (Date.now() < deadline && answer.status !== 'delivered') {
    await steps.run(app.database, new Date())
    await new Promise((resolve) => setTimeout(resolve, 30))
    answer = await tracking(developer, id)
  }
  t.equal(answer.status, 'delivered')
  // Its log, as a slow machine may see it shipped and delivered at once.
  const log = await app.request('GET', '/v1/events?type=order.shipped', { key: developer.key })
  t.match(log.body.data, [{ type: 'order.shipped' }])
  const [parcel] = answer.shipments[0].parcels
  t.match(parcel, { state: 'delivered', carrier: 'sandbox', carrierName: 'Sandbox Carrier' })
  t.match(parcel.trackingNumber, /^ENTTEST/)
  t.same(
    parcel.events.map((event: { state: string }) => event.state),
    ['delivered', 'outForDelivery', 'inTransit', 'accepted'],
  )
  const { city, country } = orderOf([goods]).shippingAddress
  t.match(parcel.events[0], { place: city, country }, 'delivered where the addressee lives')
  const found = await app.request('GET', `/v1/parcels?trackingNumber=${parcel.trackingNumber}`, {
    key: developer.key,
  })
  t.equal(found.body.data[0].id, parcel.id)
})

t.test('a new test account finds play money in its wallet', async (t) => {
  const developer = await app.newKey({ mode: 'test' })
  await opening.run(app.database, new Date())
  const { body } = await app.request('GET', '/v1/wallets', { key: developer.key })
  const wallets: { balance: { amountMinor: number; currency: string } }[] = body.data
  t.same(wallets.map(({ balance }) => balance.currency).sort(), ['EUR', 'GBP', 'USD'])
  t.ok(wallets.every(({ balance }) => balance.amountMinor === 100_000_000))
  await opening.run(app.database, new Date())
  const again = await app.request('GET', '/v1/wallets', { key: developer.key })
  t.same(again.body, body, 'given once')
})

t.test('nine days pass in a call: what falls due on the way happens in order', async (t) => {
  const developer = await newDeveloper()
  const { id } = await order(developer)
  await steps.run(app.database, new Date())
  t.equal((await tracking(developer, id)).status, 'processing', 'the hour-long steps wait')
  const then = await advance(developer, { days: 9 })
  t.equal(then.status, 200)
  t.equal(then.body.aheadSeconds, 9 * 86_400)
  t.equal((await tracking(developer, id)).status, 'delivered')
  const completed = await advance(developer, { days: 30 })
  t.equal(completed.body.aheadSeconds, 39 * 86_400)
  const { body } = await app.request('GET', `/v1/orders/${id}`, { key: developer.key })
  t.equal(body.status, 'completed', 'the protection window is over')
  t.ok(body.completedAt > body.createdAt)
  const later = await order(developer)
  t.ok(later.createdAt > body.completedAt, 'new orders are made in the new time')
})

t.test('only the account that travels is ahead, and only its test keys', async (t) => {
  const developer = await newDeveloper()
  await advance(developer, { days: 100 })
  const other = await newDeveloper()
  const clock = async (who: TestKey) => {
    const { body } = await app.request('GET', '/v1/sandbox', { key: who.key })
    return new Date(body.now).getTime()
  }
  t.ok((await clock(developer)) - (await clock(other)) > 99 * 86_400_000)
})

t.test('a live key has no sandbox', async (t) => {
  const live = await app.newKey()
  for (const answer of [
    await app.request('PATCH', '/v1/sandbox', { key: live.key, body: {} }),
    await advance(live, { days: 1 }),
    await post(live, `/v1/sandbox/parcels/${ids.parcel.encode(shop.sellerId)}/simulate`, {
      fate: 'lose',
    }),
  ]) {
    t.match(answer, { status: 403, body: { code: 'forbidden' } })
  }
})

t.test('standing still and ten years are too little and too much', async (t) => {
  const developer = await newDeveloper()
  t.match(await advance(developer, {}), { status: 400, body: { code: 'invalid_request' } })
  t.equal((await advance(developer, { days: 3000 })).status, 200)
  t.match(await advance(developer, { days: 3000 }), {
    status: 400,
    body: { code: 'invalid_request' },
  })
})

t.test('a parcel can be lost, and what was planned for it is off', async (t) => {
  const developer = await newDeveloper()
  const { orderId, parcel } = await shippedParcel(developer)
  const url = `/v1/sandbox/parcels/${parcel.id}/simulate`
  t.match((await post(developer, url, { fate: 'lose' })).body, { state: 'lost' })
  await advance(developer, { days: 5 })
  t.equal((await tracking(developer, orderId)).status, 'shipped', 'it never arrives')
  const stranger = await newDeveloper()
  t.equal((await post(stranger, url, { fate: 'deliver' })).status, 404)
})

t.test('customs hold a parcel for the days asked, then it arrives', async (t) => {
  const developer = await newDeveloper()
  const { orderId, parcel } = await shippedParcel(developer)
  const url = `/v1/sandbox/parcels/${parcel.id}/simulate`
  t.match((await post(developer, url, { fate: 'holdAtCustoms', days: 4 })).body, {
    state: 'customsHeld',
  })
  await advance(developer, { days: 3 })
  t.equal((await tracking(developer, orderId)).shipments[0].parcels[0].state, 'customsHeld')
  await advance(developer, { days: 2 })
  t.equal((await tracking(developer, orderId)).status, 'delivered')
})

t.test('a late delivery shows as late and is the carrier’s', async (t) => {
  const developer = await newDeveloper()
  const { orderId, parcel } = await shippedParcel(developer)
  const url = `/v1/sandbox/parcels/${parcel.id}/simulate`
  await post(developer, url, { fate: 'deliverLate', days: 2 })
  const { sellerOrders } = await tracking(developer, orderId)
  const ahead = Date.parse(sellerOrders[0].deliverBy) - Date.parse(sellerOrders[0].shipBy)
  await advance(developer, { days: Math.ceil(ahead / 86_400_000) + 4 })
  t.match(await tracking(developer, orderId), { sellerOrders: [{ isLate: true }] })
  await advance(developer, { days: 4 })
  t.equal((await tracking(developer, orderId)).status, 'delivered')
  const { body } = await app.request('GET', `/v1/sellers/${shop.wireId}/reliability`, {
    key: developer.key,
  })
  const of = (kind: string) => body.components.find((one: { kind: string }) => one.kind === kind)
  t.match(of('delivery'), { numerator: 1, isScored: false })
  t.match(of('handover'), { numerator: 0, denominator: 1 })
})

t.test('a parcel goes back to its seller', async (t) => {
  const developer = await newDeveloper()
  const { orderId, parcel } = await shippedParcel(developer)
  const url = `/v1/sandbox/parcels/${parcel.id}/simulate`
  t.match((await post(developer, url, { fate: 'return' })).body, { state: 'returning' })
  await advance(developer, { hours: 2 })
  t.equal((await tracking(developer, orderId)).shipments[0].parcels[0].state, 'returned')
})

t.test('goods run out between the quote and the order, for this account alone', async (t) => {
  const developer = await newDeveloper()
  const { lines, shippingAddress } = orderOf([goods])
  const { country, postalCode } = shippingAddress
  const quoted = await post(developer, '/v1/quotes', {
    lines,
    destination: { country, postalCode },
  })
  t.equal(quoted.status, 201, JSON.stringify(quoted.body))
  const stock = (isOutOfStock: boolean) =>
    app.request('PUT', `/v1/sandbox/stock/${goods.wireId}`, {
      key: developer.key,
      body: { isOutOfStock },
    })
  t.equal((await stock(true)).status, 200)
  const refused = await place(app, developer, { quoteId: quoted.body.id, shippingAddress })
  t.match(refused, { status: 409, body: { code: 'out_of_stock' } })
  const other = await newDeveloper()
  t.equal((await place(app, other, orderOf([goods]))).status, 201)
  await stock(false)
  t.equal((await place(app, developer, orderOf([goods]))).status, 201)
})

t.test('a seller can reject, run out of stock, stall and ship late', async (t) => {
  const developer = await newDeveloper({ areSellersSimulated: false })
  const play = async (act: string) => {
    const { id, sellerOrders } = await order(developer)
    const url = `/v1/sandbox/seller-orders/${sellerOrders[0].id}/simulate`
    return { id, answer: await post(developer, url, { act }), url }
  }
  t.match((await play('reject')).answer.body, { status: 'cancelled' })
  t.match((await play('runOutOfStock')).answer.body, { status: 'cancelled' })
  const accepted = await play('accept')
  t.match(accepted.answer.body, { status: 'processing' })
  const again = await post(developer, accepted.url, { act: 'reject' })
  t.match(again, { status: 409, body: { code: 'conflict' } })
  const late = await post(developer, accepted.url, { act: 'shipLate', days: 2 })
  t.equal(late.status, 200)
  const stalled = await play('stall')
  await advance(developer, { days: 40 })
  t.equal((await tracking(developer, stalled.id)).status, 'cancelled', 'the deadline decided')
  t.equal((await tracking(developer, accepted.id)).sellerOrders[0].status === 'cancelled', false)
  const { body } = await app.request('GET', `/v1/sellers/${shop.wireId}/reliability`, {
    key: developer.key,
  })
  const of = (kind: string) => body.components.find((one: { kind: string }) => one.kind === kind)
  t.equal(of('cancellation').numerator, 3, 'rejected, out of stock, not accepted in time')
  t.equal(of('handover').numerator, 1, 'sent late')
})

t.test('test orders leave live stock and live scores alone', async (t) => {
  const developer = await newDeveloper({ stepSeconds: 0.1 })
  const scarce = await shelve(app, shop, { stock: 1 })
  await order(developer, scarce)
  await order(developer, scarce)
  const live = await app.newKey()
  const { body } = await app.request('GET', `/v1/sellers/${shop.wireId}/reliability`, {
    key: live.key,
  })
  t.equal(body.ordersKnown, 0)
  const [row] = await app.database.read(
    ({ sql }) => sql`select available from stock_levels where variant_id = ${scarce.variantId}`,
  )
  t.equal(row?.available, 1)
})
