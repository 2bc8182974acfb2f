import { randomUUID } from 'node:crypto'
import t from 'tap'
import Type from 'typebox'
import { defineEvent, emitAll } from '../../src/events/index.ts'
import { claim } from '../../src/webhooks/claim.ts'
import { record } from '../../src/webhooks/deliver.ts'
import { testApp } from '../support/app.ts'
import { ok, receiver, worker } from './receiver.ts'

const happened = defineEvent({
  type: 'thing.happened',
  summary: 'For tests.',
  payload: Type.Object({ n: Type.Integer() }),
})

async function setUp(test: Parameters<typeof testApp>[0]) {
  const app = await testApp(test, { env: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' } })
  const { key, accountId } = await app.newKey({ mode: 'test' })
  const listen = async (url: string, more: object = {}) => {
    const body = { url, eventTypes: ['thing.*'], ...more }
    const made = await app.request('POST', '/v1/webhook-endpoints', { key, body })
    return made.body.id as string
  }
  const happen = (count: number) =>
    app.database.transaction((db) =>
      emitAll(
        db,
        happened,
        Array.from({ length: count }, (_, n) => ({
          accountId,
          mode: 'test' as const,
          subjectId: randomUUID(),
          payload: { n },
        })),
      ),
    )
  return { ...app, key, listen, happen, ...worker(test, app.database) }
}

const good = {
  status: 204,
  error: null,
  retryAfterSeconds: 0,
  responseBody: '',
  durationMs: 1,
}

t.test(
  'a crashed worker’s message comes again when its lease ends; the late one is ignored',
  async (t) => {
    const app = await setUp(t)
    const target = await receiver(t)
    await app.listen(target.url)
    await app.happen(1)
    await app.relay()
    const start = new Date()
    const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)
    const [crashed] = await claim(app.database, start, 10)
    t.ok(crashed)
    t.same(await claim(app.database, after(40), 10), [], 'leased')
    const [second] = await claim(app.database, after(46), 10)
    t.equal(second?.id, crashed?.id)
    t.equal(second?.tries, 2)
    await record(app.database, crashed!, { ...good, status: 500, error: 'late' }, after(47))
    await record(app.database, second!, good, after(48))
    const rows = await app.database.read(
      ({ sql }) => sql`select state, attempts from webhook_deliveries`,
    )
    t.match(rows, [{ state: 'delivered', attempts: 2 }])
    const attempts = await app.database.read(({ sql }) => sql`select status from webhook_attempts`)
    t.match([...attempts], [{ status: 204 }], 'an attempt whose lease ran out leaves no trace')
  },
)

t.test(
  'workers at the same time never take one message twice, nor more than the cap',
  async (t) => {
    const app = await setUp(t)
    const target = await receiver(t)
    await app.listen(target.url)
    await app.listen(`${target.url}/2`)
    await app.happen(60)
    await app.relay()
    const now = new Date()
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(app.database, now, 64)))
    const taken = claims.flat()
    t.equal(new Set(taken.map(({ id }) => id)).size, taken.length)
    const perEndpoint = Map.groupBy(taken, ({ endpointId }) => endpointId)
    t.equal(perEndpoint.size, 2)
    for (const [, list] of perEndpoint) t.equal(list.length, 8)
  },
)

t.test('a receiver that never answers does not hold up another', async (t) => {
  const app = await setUp(t)
  const silent = await receiver(t, () => {})
  const quick = await receiver(t)
  await app.listen(silent.url)
  await app.listen(quick.url)
  await app.happen(30)
  await app.relay()
  const now = new Date()
  // The silent one's messages stay claimed; all of the other's go out beside them.
  for (let round = 0; round < 10; round++) {
    for (const one of await claim(app.database, now, 16)) {
      if (one.url === quick.url) {
        const reply = await fetch(one.url, { method: 'POST' })
        await record(app.database, one, { ...good, status: reply.status }, now)
      }
    }
  }
  t.equal(quick.received.length, 30)
})

t.test('an endpoint gets no more messages a second than it wants', async (t) => {
  const app = await setUp(t)
  const target = await receiver(t)
  await app.listen(target.url, { maxPerSecond: 3 })
  await app.happen(10)
  await app.relay()
  const start = Date.now()
  const sent: number[] = []
  for (let ms = 0; ms <= 3000; ms += 500) sent.push(await app.deliver(new Date(start + ms)))
  t.equal(sent[0], 3)
  for (let i = 0; i < sent.length; i++) {
    const window = sent.slice(i, i + 2).reduce((sum, n) => sum + n, 0)
    t.ok(window <= 6, `${window} within a second after ${i * 500} ms`)
  }
  t.equal(
    sent.reduce((sum, n) => sum + n, 0),
    10,
  )
})

t.test('a flaky receiver gets every event, duplicates only under the same id', async (t) => {
  const app = await setUp(t)
  const counts = new Map<string, number>()
  const target = await receiver(t, (response, n, { headers }) => {
    const id = headers['webhook-id'] ?? ''
    counts.set(id, (counts.get(id) ?? 0) + 1)
    if (n % 3 === 0) response.socket?.destroy()
    else if (n % 7 === 0) response.writeHead(503).end()
    else ok(response, n, { path: '', headers, body: '' })
  })
  await app.listen(target.url)
  await app.happen(25)
  await app.relay()
  for (let hour = 0; hour < 80; hour++) {
    await app.deliver(new Date(Date.now() + hour * 3_600_000))
  }
  t.equal(counts.size, 25)
  const rows = await app.database.read(
    ({ sql }) => sql`select count(*)::int as n from webhook_deliveries where state = 'delivered'`,
  )
  t.equal(rows[0]?.n, 25)
})
