import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { newId } from '../../src/core/ids.ts'
import type { TestApp } from '../support/app.ts'
import type { Test } from '../support/database.ts'
import { checkoutSession, paymentIntent } from './stripe-shapes.ts'

export const webhookSecret = 'whsec_test_0123456789abcdef'

export interface Seen {
  path: string
  form: URLSearchParams
  idempotencyKey: string
}

export interface StripeStub {
  /** Requests seen since it was reset. */
  seen: Seen[]
  /** How many requests it still refuses. */
  refusals: number
  /** What makes a server talk to it. */
  readonly env: Record<string, string>
}

/** Stripe's API as far as top-ups use it, answering in its recorded shapes. */
export async function stripeStub(t: Test): Promise<StripeStub> {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const form = new URLSearchParams(text)
      const idempotencyKey = String(request.headers['idempotency-key'])
      stub.seen.push({ path: String(request.url), form, idempotencyKey })
      response.setHeader('content-type', 'application/json')
      if (stub.refusals-- > 0) {
        response.statusCode = 402
        response.end(JSON.stringify({ error: { type: 'card_error', message: 'No such account.' } }))
      } else {
        const isCheckout = request.url === '/v1/checkout/sessions'
        response.end(JSON.stringify(isCheckout ? checkoutSession(form) : paymentIntent(form)))
      }
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  const stub: StripeStub = {
    seen: [],
    refusals: 0,
    env: {
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: `http://127.0.0.1:${port}`,
    },
  }
  return stub
}

export function pay(app: TestApp, key: string, body: unknown, idempotencyKey = newId()) {
  const headers = { 'idempotency-key': idempotencyKey }
  return app.request('POST', '/v1/payments', { key, body, headers })
}

/** Posts an event as Stripe signs it. */
export function notify(app: TestApp, event: object, secret = webhookSecret, timestamp?: number) {
  const payload = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    ...(timestamp === undefined ? {} : { timestamp }),
  } as Parameters<typeof Stripe.webhooks.generateTestHeaderString>[0])
  return app.request('POST', '/v1/payment-notices/stripe', {
    body: payload,
    headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
  })
}

export async function balance(app: TestApp, key: string): Promise<number | undefined> {
  const { body } = await app.request('GET', '/v1/wallets', { key })
  return body.data[0]?.balance.amountMinor
}
