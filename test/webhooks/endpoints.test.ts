import t from 'tap'
import { testApp } from '../support/app.ts'

const url = 'https://example.com/hook'

t.test(
  'endpoints are made, read, changed, paused and deleted by their account alone',
  async (t) => {
    const { request, newKey } = await testApp(t)
    const { key } = await newKey()
    const stranger = await newKey()
    const sandbox = await newKey({ mode: 'test' })
    const made = await request('POST', '/v1/webhook-endpoints', {
      key,
      body: { url, eventTypes: ['wallet.*'] },
    })
    t.equal(made.status, 201)
    t.match(made.body.secret, /^whsec_/)
    const path = `/v1/webhook-endpoints/${made.body.id}`
    const read = await request('GET', path, { key })
    t.notOk('secret' in read.body, 'the secret is shown once')
    t.match(read.body, { url, eventTypes: ['wallet.*'], payload: 'full', pausedAt: null })
    for (const other of [stranger.key, sandbox.key]) {
      t.equal((await request('GET', path, { key: other })).status, 404)
      t.equal((await request('PATCH', path, { key: other, body: { url } })).status, 404)
      t.equal((await request('DELETE', path, { key: other })).status, 404)
      t.equal((await request('POST', `${path}/test`, { key: other })).status, 404)
      t.equal((await request('GET', `${path}/deliveries`, { key: other })).status, 404)
      t.same((await request('GET', '/v1/webhook-endpoints', { key: other })).body.data, [])
    }
    const changed = await request('PATCH', path, {
      key,
      body: { maxPerSecond: 5, description: 'ours', eventTypes: ['*'] },
    })
    t.match(changed.body, { url, maxPerSecond: 5, description: 'ours', eventTypes: ['*'] })
    const emptied = await request('PATCH', path, { key, body: { maxPerSecond: null } })
    t.match(emptied.body, { maxPerSecond: null, description: 'ours' })
    const paused = await request('POST', `${path}/pause`, { key })
    t.equal(paused.body.pausedReason, 'requested')
    const twice = await request('POST', `${path}/pause`, { key })
    t.equal(twice.body.pausedAt, paused.body.pausedAt)
    t.equal((await request('POST', `${path}/resume`, { key })).body.pausedAt, null)
    t.equal((await request('DELETE', path, { key })).status, 200)
    t.equal((await request('GET', path, { key })).status, 404)
  },
)

t.test('a retried creation makes one endpoint and shows its secret again', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const create = () =>
    request('POST', '/v1/webhook-endpoints', {
      key,
      body: { url, eventTypes: ['*'] },
      headers: { 'idempotency-key': 'one' },
    })
  const first = await create()
  const second = await create()
  t.same(second.body, first.body)
  t.equal(second.headers['idempotent-replayed'], 'true')
  const list = await request('GET', '/v1/webhook-endpoints', { key })
  t.equal(list.body.data.length, 1)
})

t.test('mistyped event types are refused and the known ones named', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const refused = await request('POST', '/v1/webhook-endpoints', {
    key,
    body: { url, eventTypes: ['*', 'walet.*'] },
  })
  t.equal(refused.body.code, 'invalid_request')
  t.match(refused.body.errors, [{ pointer: '#/eventTypes/1', message: /wallet\.toppedUp/ }])
})

t.test('URLs that no message may be sent to are refused', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  for (const bad of [
    'nonsense',
    'ftp://example.com/',
    'http://example.com/',
    'https://user:pass@example.com/',
    'https://example.com:22/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.1.2.3/',
    'https://[fd00::1]/',
  ]) {
    const refused = await request('POST', '/v1/webhook-endpoints', {
      key,
      body: { url: bad, eventTypes: ['*'] },
    })
    t.equal(refused.status, 422, bad)
    t.equal(refused.body.code, 'webhook_url_refused', bad)
  }
})

t.test('a seller’s key sees its own endpoints only', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const sellerId = '01890a5d-ac96-774b-bcce-b302099a8057'
  const seller = await newKey({ sellerId })
  const made = await request('POST', '/v1/webhook-endpoints', {
    key: seller.key,
    body: { url, eventTypes: ['*'] },
  })
  t.match(made.body.sellerId, /^sel_/)
  await database.transaction(({ sql }) => sql`update webhook_endpoints set seller_id = null`)
  const list = await request('GET', '/v1/webhook-endpoints', { key: seller.key })
  t.same(list.body.data, [])
})
