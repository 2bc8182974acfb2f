import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import Type from 'typebox'
import { defineEvent, emit } from '../../src/events/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { answer, ok, type Received, receiver, worker } from './receiver.ts'

const happened = defineEvent({
  type: 'thing.happened',
  summary: 'For tests.',
  payload: Type.Object({ n: Type.Integer() }),
})

const seconds = (n: number) => new Date(Date.now() + n * 1000)
const hours = (n: number) => seconds(n * 3600)

async function setUp(test: Parameters<typeof testApp>[0]) {
  const app = await testApp(test, { env: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' } })
  const { key, accountId } = await app.newKey({ mode: 'test' })
  return { ...app, key, accountId, ...worker(test, app.database) }
}

async function endpoint(app: TestApp, key: string, body: Record<string, unknown>) {
  const made = await app.request('POST', '/v1/webhook-endpoints', {
    key,
    body: { eventTypes: ['thing.*'], ...body },
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

async function happen(app: TestApp, accountId: string, ...numbers: number[]) {
  await app.database.transaction(async (db) => {
    for (const n of numbers) {
      const emission = { accountId, mode: 'test' as const, subjectId: randomUUID(), payload: { n } }
      await emit(db, happened, emission)
    }
  })
}

function verified(secret: string, { headers, body }: Received) {
  return new Webhook(secret).verify(body, headers) as Record<string, unknown>
}

t.test('an event reaches its endpoint once, signed', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t)
  const { secret, id } = await endpoint(app, app.key, { url: target.url })
  await happen(app, app.accountId, 1)
  t.equal(await app.relay(), 1)
  t.equal(await app.deliver(), 1)
  t.equal(await app.relay(), 0)
  t.equal(await app.deliver(), 0)
  const [message] = target.received
  const event = verified(secret, message!)
  t.match(event, { type: 'thing.happened', data: { n: 1 } })
  t.equal(event.id, message!.headers['webhook-id'])
  const logged = await app.request('GET', `/v1/events/${event.id}`, { key: app.key })
  t.same(logged.body, event, 'the log says the same')

  const list = await app.request('GET', `/v1/webhook-endpoints/${id}/deliveries`, { key: app.key })
  t.match(list.body.data, [{ state: 'delivered', eventType: 'thing.happened' }])
  t.match(list.body.data[0].attempts, [{ number: 1, status: 204, error: null }])
  const one = await app.request('GET', `/v1/webhook-deliveries/${list.body.data[0].id}`, {
    key: app.key,
  })
  t.equal(one.body.requestBody, message!.body)
  const linked = await app.graphql(
    `{ listWebhookDeliveries(id: "${id}") { nodes { event { id type } endpoint { url } } } }`,
    { key: app.key },
  )
  t.same(linked.body.data?.listWebhookDeliveries.nodes, [
    { event: { id: event.id, type: 'thing.happened' }, endpoint: { url: target.url } },
  ])
})

t.test('endpoints get what they ask for, and only their own account’s', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t)
  const stranger = await app.newKey({ mode: 'test' })
  await endpoint(app, app.key, { url: `${target.url}/all`, eventTypes: ['*'] })
  await endpoint(app, app.key, { url: `${target.url}/thin`, payload: 'thin' })
  await endpoint(app, app.key, { url: `${target.url}/none`, eventTypes: ['wallet.*'] })
  await endpoint(app, stranger.key, { url: `${target.url}/stranger`, eventTypes: ['*'] })
  await happen(app, app.accountId, 7)
  await app.relay()
  await app.deliver()
  t.same(target.received.map(({ path }) => path).sort(), ['/hook/all', '/hook/thin'])
  const thin = target.received.find(({ path }) => path.endsWith('thin'))
  t.notOk('data' in JSON.parse(thin!.body))
})

t.test('what fails is tried ten times on the schedule, always with the same id', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t, answer(500, {}, 'boom'))
  const { id, secret } = await endpoint(app, app.key, { url: target.url })
  await happen(app, app.accountId, 1)
  await app.relay()
  t.equal(await app.deliver(seconds(1)), 1)
  t.equal(await app.deliver(seconds(5)), 0, 'not before its time')
  const path = `/v1/webhook-endpoints/${id}/deliveries`
  for (let attempt = 2; attempt <= 10; attempt++) {
    const list = await app.request('GET', path, { key: app.key })
    const [delivery] = list.body.data
    t.equal(delivery.state, 'pending')
    t.match(delivery.attempts.at(-1), { status: 500, responseBody: 'boom' })
    t.equal(await app.deliver(new Date(delivery.nextAttemptAt)), 1)
  }
  t.equal(await app.deliver(hours(1000)), 0, 'there is no eleventh')
  t.equal(target.received.length, 10)
  t.equal(new Set(target.received.map(({ headers }) => headers['webhook-id'])).size, 1)
  for (const message of target.received) verified(secret, message)
  const [failed] = (await app.request('GET', path, { key: app.key })).body.data
  t.match(failed, { state: 'failed', nextAttemptAt: null })

  const paused = await app.request('GET', `/v1/webhook-endpoints/${id}`, { key: app.key })
  t.equal(paused.body.pausedReason, 'failing', 'an endpoint that fails for days is paused')
  const log = await app.request('GET', '/v1/events?type=webhookEndpoint.paused', { key: app.key })
  t.match(log.body.data, [{ data: { webhookEndpointId: id, reason: 'failing' } }])

  target.behave(ok)
  await app.request('POST', `/v1/webhook-endpoints/${id}/resume`, { key: app.key })
  const again = await app.request('POST', `/v1/webhook-deliveries/${failed.id}/redeliver`, {
    key: app.key,
  })
  t.match(again.body, { state: 'pending' })
  t.equal(await app.deliver(seconds(1)), 1)
  const [delivered] = (await app.request('GET', path, { key: app.key })).body.data
  t.equal(delivered.state, 'delivered')
  t.equal(delivered.attempts.length, 11, 'every attempt stays on record')
})

t.test('410 pauses the endpoint; what comes meanwhile waits', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t, answer(410))
  const { id } = await endpoint(app, app.key, { url: target.url })
  await happen(app, app.accountId, 1)
  await app.relay()
  await app.deliver()
  const gone = await app.request('GET', `/v1/webhook-endpoints/${id}`, { key: app.key })
  t.equal(gone.body.pausedReason, 'gone')
  await happen(app, app.accountId, 2)
  await app.relay()
  t.equal(await app.deliver(hours(1)), 0)
  target.behave(ok)
  await app.request('POST', `/v1/webhook-endpoints/${id}/resume`, { key: app.key })
  t.equal(await app.deliver(hours(1)), 1)
  t.match(JSON.parse(target.received[1]!.body), { data: { n: 2 } })
})

t.test('redirects, resets and silence are failures that say what happened', async (t) => {
  const app = await setUp(t)
  const elsewhere = await receiver(t)
  const target = await receiver(t, answer(302, { location: elsewhere.url }))
  const { id } = await endpoint(app, app.key, { url: target.url })
  await happen(app, app.accountId, 1)
  await app.relay()
  await app.deliver(seconds(1))
  target.behave((response) => response.socket?.destroy())
  await app.deliver(seconds(10))
  t.equal(elsewhere.received.length, 0, 'a redirect is not followed')
  const list = await app.request('GET', `/v1/webhook-endpoints/${id}/deliveries`, { key: app.key })
  const [redirected, reset] = list.body.data[0].attempts
  t.match(redirected, { status: 302, error: /redirects are not followed/ })
  t.match(reset, { status: null, error: /connection failed/ })
})

t.test('a receiver that asks for a pause gets it', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t, answer(429, { 'retry-after': '600' }))
  await endpoint(app, app.key, { url: target.url })
  await happen(app, app.accountId, 1)
  await app.relay()
  await app.deliver()
  await happen(app, app.accountId, 2)
  await app.relay()
  t.equal(await app.deliver(seconds(500)), 0, 'neither the message nor its successors come early')
  target.behave(ok)
  t.equal(await app.deliver(seconds(700)), 2)
})

t.test(
  'rotation: both secrets verify during the overlap, the new one alone after it',
  async (t) => {
    const app = await setUp(t)
    const target = await receiver(t)
    const { id, secret: old } = await endpoint(app, app.key, { url: target.url })
    const rotate = (overlapHours: number) =>
      app.request('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, {
        key: app.key,
        body: { overlapHours },
      })
    const { secret } = (await rotate(1)).body
    t.not(secret, old)
    await happen(app, app.accountId, 1)
    await app.relay()
    await app.deliver()
    t.ok(verified(old, target.received[0]!))
    t.ok(verified(secret, target.received[0]!))
    const newest = (await rotate(0)).body.secret
    await happen(app, app.accountId, 2)
    await app.relay()
    await app.deliver()
    t.ok(verified(newest, target.received[1]!))
    t.throws(() => verified(secret, target.received[1]!))
  },
)

t.test('a test message goes to one endpoint; a range is delivered again on demand', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t)
  await happen(app, app.accountId, 1, 2, 3)
  await app.relay()
  const { id } = await endpoint(app, app.key, { url: target.url, eventTypes: ['*'] })
  await endpoint(app, app.key, { url: `${target.url}/other`, eventTypes: ['*'] })
  const tried = await app.request('POST', `/v1/webhook-endpoints/${id}/test`, { key: app.key })
  t.equal(tried.status, 202)
  await app.relay()
  t.equal(await app.deliver(), 1)
  t.match(JSON.parse(target.received[0]!.body), { type: 'webhookEndpoint.tested' })
  const outcome = await app.request('GET', `/v1/webhook-deliveries/${tried.body.id}`, {
    key: app.key,
  })
  t.equal(outcome.body.state, 'delivered')

  const redeliver = (body: object) =>
    app.request('POST', `/v1/webhook-endpoints/${id}/redeliver`, {
      key: app.key,
      body: { since: hours(-1).toISOString(), ...body },
    })
  t.match((await redeliver({})).body, { queued: 3, nextCursor: null })
  t.equal(await app.deliver(), 3)
  t.match((await redeliver({})).body, { queued: 0 }, 'what was received is left alone')
  t.match((await redeliver({ evenDelivered: true })).body, { queued: 3 })
  t.match((await redeliver({ until: hours(-1).toISOString() })).body, { queued: 0 })
})
