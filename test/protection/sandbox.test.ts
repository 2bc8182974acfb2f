import t from 'tap'
import { jobs } from '../../src/contract/operations.ts'
import { openShipping, openShop, orderOf, place, shelve } from '../orders/shop.ts'
import { testApp } from '../support/app.ts'

t.test('a developer plays a whole dispute by advancing the clock', async (t) => {
  const app = await testApp(t)
  await openShipping(app)
  const goods = await shelve(app, await openShop(app))
  const { key } = await app.newKey({ mode: 'test' })
  const post = (url: string, body: object) => app.request('POST', url, { key, body })
  await app.request('PATCH', '/v1/sandbox', { key, body: { stepSeconds: 3600 } })
  const steps = jobs.find(({ name }) => name === 'sandbox steps')!
  await steps.run(app.database, new Date())

  const { body: order } = await place(app, { key, keyId: '', accountId: '' }, orderOf([goods]))
  await steps.run(app.database, new Date())
  await post('/v1/sandbox/clock/advance', { days: 2 })
  const [{ id: sellerOrderId }] = order.sellerOrders
  const opened = await post('/v1/disputes', {
    sellerOrderId,
    reason: 'notAsDescribed',
    description: 'The wrong colour.',
  })
  t.equal(opened.status, 201, JSON.stringify(opened.body))
  const read = async () =>
    (await app.request('GET', `/v1/disputes/${opened.body.id}`, { key })).body
  await post('/v1/sandbox/clock/advance', { days: 4 })
  t.equal((await read()).status, 'open')
  await post('/v1/sandbox/clock/advance', { days: 2 })
  t.match(await read(), { status: 'refunded', closedBy: 'clock', refunded: order.total })
  const refunds = await app.request('GET', `/v1/orders/${order.id}/refunds`, { key })
  t.match(refunds.body.data, [{ total: order.total, disputeId: opened.body.id }])
})
