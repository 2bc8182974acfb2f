import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { fromStripe, toStripe } from '../../src/ledger/payments/stripe-amounts.ts'
import { testApp } from '../support/app.ts'
import { paymentIntentEvent } from './stripe-shapes.ts'
import { balance, notify, pay, stripeStub, webhookSecret } from './stripe-stub.ts'

const stub = await stripeStub(t)
const app = await testApp(t, { env: stub.env })

async function setUp(refusals = 0) {
  stub.seen = []
  stub.refusals = refusals
  const { key } = await app.newKey()
  return { app, key, seen: stub.seen }
}

t.test('a payment credits the wallet when the provider says so, once', async (t) => {
  const { app, key, seen } = await setUp()
  const { status, body } = await pay(app, key, { amountMinor: 50_00, currency: 'EUR' })
  t.equal(status, 201)
  t.match(body, { status: 'pending', provider: 'stripe', redirectUrl: null })
  t.match(body.clientSecret, /^pi_.*_secret_/)
  t.equal(seen[0]?.path, '/v1/payment_intents')
  t.equal(seen[0]?.form.get('amount'), '5000')
  t.equal(seen[0]?.form.get('currency'), 'eur')
  t.equal(seen[0]?.form.get('metadata[reference]'), body.id)
  t.equal(await balance(app, key), undefined, 'nothing before the money is there')

  const event = paymentIntentEvent('payment_intent.succeeded', body.id, 5000, 'eur')
  const receipts = []
  for (const told of [event, event, { ...event, id: 'evt_another' }]) {
    const answer = await notify(app, told)
    t.equal(answer.status, 200)
    receipts.push(answer.body.receipt)
  }
  t.strictSame(receipts, ['booked', 'repeated', 'ignored'])
  t.equal(await balance(app, key), 5000)
  const settled = await app.request('GET', `/v1/payments/${body.id}`, { key })
  t.equal(settled.body.status, 'succeeded')
})

t.test('notices that arrive at once are booked once', async (t) => {
  const { app, key } = await setUp()
  const { body } = await pay(app, key, { amountMinor: 700, currency: 'EUR' })
  const event = paymentIntentEvent('payment_intent.succeeded', body.id, 700, 'eur')
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      notify(app, { ...event, id: `evt_at_once_${index % 3}` }),
    ),
  )
  t.equal(answers.filter(({ body }) => body.receipt === 'booked').length, 1)
  t.equal(await balance(app, key), 700)
})

t.test('a page to pay on is made where a return URL is given', async (t) => {
  const { app, key, seen } = await setUp()
  const returnUrl = 'https://shop.example/back'
  const { body } = await pay(app, key, { amountMinor: 990, currency: 'JPY', returnUrl })
  t.match(body.redirectUrl, /^https:\/\/checkout\.stripe\.com\//)
  t.equal(body.clientSecret, null)
  const { form, path } = seen[0]!
  t.equal(path, '/v1/checkout/sessions')
  t.equal(form.get('line_items[0][price_data][unit_amount]'), '990')
  t.equal(form.get('payment_intent_data[metadata][reference]'), body.id)
  t.equal(form.get('success_url'), returnUrl)
})

t.test('a retry goes on with the same payment, another request needs another key', async (t) => {
  const { app, key, seen } = await setUp(1)
  const idempotencyKey = newId()
  const wanted = { amountMinor: 50_00, currency: 'EUR' }
  const refused = await pay(app, key, wanted, idempotencyKey)
  t.equal(refused.status, 502)
  t.equal(refused.body.code, 'payment_provider_failed')
  const first = await pay(app, key, wanted, idempotencyKey)
  const second = await pay(app, key, wanted, idempotencyKey)
  t.equal(first.status, 201)
  t.strictSame(second.body, first.body)
  t.equal(seen.length, 2)
  t.equal(seen[0]?.idempotencyKey, seen[1]?.idempotencyKey)
  const other = await pay(app, key, { ...wanted, amountMinor: 1 }, idempotencyKey)
  t.equal(other.body.code, 'idempotency_key_reused')
})

t.test('a failed payment may still succeed; a succeeded one stays so', async (t) => {
  const { app, key } = await setUp()
  const { body } = await pay(app, key, { amountMinor: 800, currency: 'EUR' })
  const tell = (type: string) => notify(app, paymentIntentEvent(type, body.id, 800, 'eur'))
  const statusNow = async () =>
    (await app.request('GET', `/v1/payments/${body.id}`, { key })).body.status
  await tell('payment_intent.payment_failed')
  t.equal(await statusNow(), 'failed')
  t.equal(await balance(app, key), undefined)
  await tell('payment_intent.succeeded')
  t.equal(await statusNow(), 'succeeded')
  t.equal((await tell('payment_intent.canceled')).body.receipt, 'ignored')
  t.equal(await statusNow(), 'succeeded')
  t.equal(await balance(app, key), 800)
})

t.test('what the provider did not sign, or signed long ago, is refused', async (t) => {
  const { app, key } = await setUp()
  const { body } = await pay(app, key, { amountMinor: 800, currency: 'EUR' })
  const event = paymentIntentEvent('payment_intent.succeeded', body.id, 800, 'eur')
  const forged = await notify(app, event, 'whsec_somebody_else')
  const old = await notify(app, event, webhookSecret, Math.floor(Date.now() / 1000) - 3600)
  const bare = await app.request('POST', '/v1/payment-notices/stripe', { body: event })
  for (const answer of [forged, old, bare]) {
    t.equal(answer.status, 400)
    t.equal(answer.body.code, 'invalid_signature')
  }
  t.equal(await balance(app, key), undefined)
  const foreign = { ...event, type: 'customer.created' }
  t.equal((await notify(app, foreign)).body.receipt, 'ignored')
})

t.test('without a provider, and for test keys, there is nothing to pay', async (t) => {
  const app = await testApp(t)
  const { key } = await app.newKey()
  const wanted = { amountMinor: 50_00, currency: 'EUR' }
  const disabled = await pay(app, key, wanted)
  t.equal(disabled.status, 501)
  t.equal(disabled.body.code, 'payments_disabled')
  const { key: sandbox } = await app.newKey({ mode: 'test' })
  t.equal((await pay(app, sandbox, wanted)).status, 409)
  const told = await app.request('POST', '/v1/payment-notices/stripe', { body: {} })
  t.equal(told.body.code, 'payments_disabled')
})

t.test('amounts cross the border to Stripe’s own counting and back', (t) => {
  const pairs: [number, string, number][] = [
    [1999, 'EUR', 1999],
    [500, 'JPY', 500],
    [500, 'ISK', 50_000],
    [1230, 'KWD', 1230],
    [1200, 'MGA', 12],
  ]
  for (const [amountMinor, currency, amount] of pairs) {
    const stripe = { amount, currency: currency.toLowerCase() }
    t.strictSame(toStripe({ amountMinor, currency }), stripe)
    t.strictSame(fromStripe(amount, stripe.currency), { amountMinor, currency })
  }
  t.throws(() => toStripe({ amountMinor: 1234, currency: 'KWD' }), RangeError)
  t.throws(() => toStripe({ amountMinor: 1234, currency: 'MGA' }), RangeError)
  t.end()
})
