import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { testApp } from '../support/app.ts'
import { balanceOf, openBuyer, openShipping, openShop, orderOf, shelve, stockOf } from './shop.ts'

t.test('a batch judges each order on its own and a retry repeats nothing', async (t) => {
  const test = await testApp(t)
  await openShipping(test)
  const goods = await shelve(test, await openShop(test), { stock: 3 })
  const buyer = await openBuyer(test, { amountMinor: 100_000 })
  const orders = [
    orderOf([goods], { clientReference: 'a' }),
    orderOf([[goods, 9]], { clientReference: 'b' }),
    orderOf([goods], { clientReference: 'a' }),
    orderOf([goods], { shippingAddress: { name: 'x', line1: 'y', country: 'DE' } }),
    orderOf([[goods, 2]]),
  ]
  const key = newId()
  const send = () =>
    test.request('POST', '/v1/orders/batch', {
      key: buyer.key,
      body: { orders },
      headers: { 'idempotency-key': key },
    })
  const { status, body } = await send()
  t.equal(status, 200)
  t.match(body, {
    placed: 2,
    refused: 3,
    results: [
      { index: 0, status: 'placed', clientReference: 'a', problem: null },
      { index: 1, status: 'refused', order: null, problem: { code: 'out_of_stock' } },
      { index: 2, problem: { code: 'client_reference_used', status: 409 } },
      { index: 3, problem: { code: 'invalid_address' } },
      { index: 4, status: 'placed', clientReference: null },
    ],
  })
  t.equal(body.results[1].problem.errors[0].pointer, '#/orders/1/lines/0/quantity')
  t.same(body.results[1].problem.facts.lines[0].available, 2)
  t.same(await stockOf(test, goods), { available: 0, held: 0 })
  const balance = await balanceOf(test, buyer.accountId)
  const again = await send()
  t.same(again.body.results[0], body.results[0])
  t.same(again.body.results[4], body.results[4])
  t.equal(await balanceOf(test, buyer.accountId), balance, 'nothing is charged twice')
  const tooMany = { orders: Array.from({ length: 101 }, () => orders[0]) }
  t.match(
    await test.request('POST', '/v1/orders/batch', {
      key: buyer.key,
      body: tooMany,
      headers: { 'idempotency-key': newId() },
    }),
    { status: 400, body: { errors: [{ pointer: '#/orders', code: 'too_many' }] } },
  )
})
