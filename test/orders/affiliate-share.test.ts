import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { reconcile } from '../../src/ledger/index.ts'
import { recordShipped, selectHeldByOrders, useAffiliates } from '../../src/orders/index.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import { openBuyer, openShipping, openShop, orderOf, place, shelve } from './shop.ts'

let test: TestApp
let affiliate: TestKey
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
  affiliate = await test.newKey({ kind: 'affiliate' })
})
t.afterEach(() => useAffiliates(undefined))

const post = (key: TestKey, path: string, body: object = {}) =>
  test.request('POST', `/v1${path}`, {
    key: key.key,
    body,
    headers: { 'idempotency-key': newId() },
  })
const get = (key: TestKey, path: string) => test.request('GET', `/v1${path}`, { key: key.key })

/** An order of 20.00 goods that a click led to, received by its seller. */
async function refer(affiliateClickId = 'click-1') {
  const shop = await openShop(test)
  const goods = await shelve(test, shop, { priceMinor: 1000 })
  const buyer = await openBuyer(test)
  const { body: order } = await place(test, buyer, orderOf([[goods, 2]], { affiliateClickId }))
  const part = order.sellerOrders[0]
  const { body } = await get(shop.key, `/seller-orders/${part.id}`)
  return { shop, buyer, order, part, settlement: body.settlement }
}

async function complete({ buyer, order, part }: Awaited<ReturnType<typeof refer>>) {
  const sellerOrderId = ids.sellerOrder.decode(part.id)
  const lines = [{ lineId: ids.orderLine.decode(part.lines[0].id), quantity: 2 }]
  const shipped = { sellerOrderId, lines, at: new Date(), actor: 'seller' as const }
  await test.database.transaction((db) => recordShipped(db, shipped))
  t.equal((await post(buyer, `/orders/${order.id}/confirm`)).status, 200)
}

const heldBy = async ({ buyer, order }: Awaited<ReturnType<typeof refer>>) => {
  const { body } = await get(buyer, `/orders/${order.id}/money`)
  return Object.fromEntries(
    body.holdings.map((each: { holder: string; amount: { amountMinor: number } }) => [
      each.holder,
      each.amount.amountMinor,
    ]),
  )
}

t.test('no policy, or a click that is nobody’s: nothing is shared', async (t) => {
  const nobodys = await refer()
  useAffiliates(async () => affiliate.accountId)
  const unpriced = await refer()
  for (const scene of [nobodys, unpriced]) {
    t.match(scene.settlement.affiliateShare, { amountMinor: 0, currency: 'EUR' })
    await complete(scene)
    t.notOk('affiliate' in (await heldBy(scene)))
  }
})

t.test('a share is the policy’s of its day, paid by the seller at release', async (t) => {
  const before = await refer()
  const operator = await test.newKey({ kind: 'operator', scopes: ['operator'] })
  const policy = await post(operator, '/fee-policies', { kind: 'affiliateShare', basisPoints: 800 })
  t.equal(policy.status, 201)
  t.equal((await refer()).settlement.affiliateShare.amountMinor, 0, 'still nobody’s click')
  const asked: string[] = []
  useAffiliates(async (_db, click) => {
    asked.push(click.id)
    return affiliate.accountId
  })
  const scene = await refer('click-2')
  t.same(asked, ['click-2'])
  const { goods, shipping, sellerFee, transactionFee, affiliateShare } = scene.settlement
  t.match(affiliateShare, { amountMinor: 160, currency: 'EUR' })
  await complete(scene)
  t.same(await heldBy(scene), {
    seller:
      goods.amountMinor +
      shipping.amountMinor -
      sellerFee.amountMinor -
      transactionFee.amountMinor -
      160,
    sellerFee: sellerFee.amountMinor,
    transactionFee: transactionFee.amountMinor,
    affiliate: 160,
  })
  await complete(before)
  t.notOk('affiliate' in (await heldBy(before)), 'what was ordered before keeps its terms')
  const { isBalanced } = await reconcile(test.database, selectHeldByOrders)
  t.ok(isBalanced)
})

t.test('a refund before release takes its part of the share, one after it the rest', async (t) => {
  useAffiliates(async () => affiliate.accountId)
  const scene = await refer()
  t.equal(scene.settlement.affiliateShare.amountMinor, 160)
  const unavailable = [{ lineId: scene.part.lines[0].id, quantity: 1 }]
  const path = `/seller-orders/${scene.part.id}`
  t.equal((await post(scene.shop.key, `${path}/accept`, { unavailable })).status, 200)
  const lines = [{ lineId: ids.orderLine.decode(scene.part.lines[0].id), quantity: 1 }]
  const sellerOrderId = ids.sellerOrder.decode(scene.part.id)
  await test.database.transaction((db) =>
    recordShipped(db, { sellerOrderId, lines, at: new Date(), actor: 'seller' }),
  )
  await post(scene.buyer, `/orders/${scene.order.id}/confirm`)
  const released = (await heldBy(scene)).affiliate
  t.ok(released > 0 && released < 160, `${released} of 160 for one of two units`)
  const refund = { sellerOrderId: scene.part.id, reason: 'damaged' }
  const refunded = await post(scene.shop.key, `/orders/${scene.order.id}/refunds`, refund)
  t.equal(refunded.status, 201)
  t.notOk('affiliate' in (await heldBy(scene)), 'all of it went back')
  t.ok((await reconcile(test.database, selectHeldByOrders)).isBalanced)
})
