import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { verifyWebhook, type WebhookEvent } from '../../sdk/index.ts'
import { headersOf, mintSecret } from '../../src/webhooks/message.ts'

const body = JSON.stringify({
  id: 'evt_1',
  type: 'wallet.toppedUp',
  timestamp: '2026-01-01T00:00:00.000Z',
  sequence: 7,
  data: { amount: { amountMinor: 1, currency: 'EUR' } },
})

function signed(secret: string, at = new Date()) {
  const signer = { secret, previousSecret: null, previousSecretExpiresAt: null }
  return headersOf(signer, 'evt_1', body, at)
}

t.test('what the platform signs is verified, from any kind of headers and body', async (t) => {
  const secret = mintSecret()
  const headers = signed(secret)
  const event: WebhookEvent = await verifyWebhook(body, headers, secret)
  t.equal(event.type, 'wallet.toppedUp')
  if (event.type === 'wallet.toppedUp') t.equal(event.data.amount.currency, 'EUR')
  t.ok(await verifyWebhook(new TextEncoder().encode(body), new Headers(headers), secret))
  const shouted = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  )
  t.ok(await verifyWebhook(body, shouted, secret))
})

t.test('it agrees with the reference implementation', async (t) => {
  const secret = mintSecret()
  const at = new Date()
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  }
  t.ok(await verifyWebhook(body, headers, secret))
  t.ok(new Webhook(secret).verify(body, signed(secret)))
})

t.test('while secrets rotate, any live one will do', async (t) => {
  const [old, fresh] = [mintSecret(), mintSecret()]
  t.ok(await verifyWebhook(body, signed(old), [fresh, old]))
  const both = headersOf(
    { secret: fresh, previousSecret: old, previousSecretExpiresAt: new Date(Date.now() + 60_000) },
    'evt_1',
    body,
    new Date(),
  )
  t.ok(await verifyWebhook(body, both, old))
  t.ok(await verifyWebhook(body, both, fresh))
})

t.test('forged, altered, replayed and malformed messages are refused', async (t) => {
  const secret = mintSecret()
  const headers = signed(secret)
  const refused = async (why: string, ...args: Parameters<typeof verifyWebhook>) =>
    t.rejects(verifyWebhook(...args), { name: 'WebhookVerificationError' }, why)
  await refused('another secret', body, headers, mintSecret())
  await refused('an altered body', body.replace('7', '8'), headers, secret)
  await refused('another id', body, { ...headers, 'webhook-id': 'evt_2' }, secret)
  await refused('an old message', body, signed(secret, new Date(Date.now() - 301_000)), secret)
  await refused('one of the future', body, signed(secret, new Date(Date.now() + 310_000)), secret)
  await refused('no number', body, { ...headers, 'webhook-timestamp': 'soon' }, secret)
  await refused('no header', body, {}, secret)
  await refused('no signature', body, { ...headers, 'webhook-signature': 'v1,' }, secret)
  await refused('another version', body, { ...headers, 'webhook-signature': 'v2,AAAA' }, secret)
  await refused('no base64', body, { ...headers, 'webhook-signature': 'v1,%%%' }, secret)
  await refused('an empty secret', body, headers, 'whsec_')
  const old = signed(secret, new Date(Date.now() - 301_000))
  t.ok(await verifyWebhook(body, old, secret, { toleranceSeconds: 600 }))
})
