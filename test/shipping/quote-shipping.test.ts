import t from 'tap'
import { openShop, shelve } from '../orders/shop.ts'
import { testApp } from '../support/app.ts'

t.test('ways to send lines are compared by seller', async (t) => {
  const test = await testApp(t)
  test.setNow(new Date('2026-11-23T12:00:00Z'))
  const abroad = await openShop(test, { country: 'CN', currency: 'USD' })
  const near = await openShop(test, { country: 'DE' })
  const shirt = await shelve(test, abroad, { priceMinor: 1161, currency: 'USD', hsCode: '610910' })
  const lamp = await shelve(test, near, { priceMinor: 2000, weightGrams: 1000 })
  const vape = await shelve(test, near, { restrictions: ['vape'] })
  const { key } = await test.newKey()
  const ask = (lines: { wireId: string }[], country: string, more: object = {}) =>
    test.request('POST', '/v1/shipping-options', {
      key,
      body: {
        lines: lines.map(({ wireId }) => ({ variantId: wireId, quantity: 1 })),
        destination: { country },
        ...more,
      },
    })

  const { status, body } = await ask([shirt, lamp], 'DE', { currency: 'EUR' })
  t.equal(status, 200, JSON.stringify(body))
  t.same(
    body.sellers.map(({ options }: { options: { code: string }[] }) =>
      options.map(({ code }) => code),
    ),
    [
      ['standard', 'express'],
      ['standard', 'express'],
    ],
  )
  const of = (shop: { wireId: string }) =>
    body.sellers.find(({ sellerId }: { sellerId: string }) => sellerId === shop.wireId)
  const [cheap, quick] = of(abroad).options
  t.same(cheap.price, { amountMinor: 817, currency: 'EUR' }, '(4.99 + 0.5 × 9) USD at 1.1611')
  t.ok(quick.promise.p90At < cheap.promise.p90At)
  t.match(cheap.levies, [
    { kind: 'duty', amount: { amountMinor: 300, currency: 'EUR' }, isCollectedAtCheckout: true },
    { kind: 'tax', amount: { amountMinor: Math.round((1000 + 817 + 300) * 0.19) } },
  ])
  t.same(of(near).options[0].levies, [], 'nothing is owed at home')

  const forbidden = await ask([vape], 'SG')
  t.match(forbidden.body.sellers[0], {
    options: [],
    forbiddenBy: [{ ruleId: 'vape-bans', restriction: 'vape' }],
  })
  t.match((await ask([vape], 'FR')).body.sellers[0].excluded, [
    { code: 'express', reason: 'restriction_not_accepted' },
  ])
  t.equal((await ask([lamp], 'XX')).status, 400)
  t.equal((await ask([], 'DE')).status, 400)
  t.equal((await ask([lamp], 'DE', { currency: 'KWD' })).body.code, 'rate_not_available')
})
