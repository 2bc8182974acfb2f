import { createServer } from 'node:http'
import t from 'tap'
import { jobs } from '../../src/contract/operations.ts'
import { allowWebhookNetworks } from '../../src/webhooks/index.ts'
import { openShipping, openShop, orderOf, place, shelve } from '../orders/shop.ts'
import { testApp } from '../support/app.ts'

const app = await testApp(t)
allowWebhookNetworks(['127.0.0.0/8'])
const received: string[] = []
const receiver = createServer((request, response) => {
  received.push(String(request.headers['webhook-id']))
  request.resume()
  response.writeHead(204).end()
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
t.teardown(() => new Promise<void>((resolve) => receiver.close(() => resolve())))
const { port } = receiver.address() as { port: number }

async function work(until: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!until() && Date.now() < deadline) {
    for (const job of jobs) {
      if (/webhook|event|relay|deliver/i.test(job.name)) await job.run(app.database, new Date())
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

t.test('events come twice, or newest first, when a developer asks for it', async (t) => {
  await openShipping(app)
  const goods = await shelve(app, await openShop(app))
  const developer = await app.newKey({ mode: 'test' })
  const call = (url: string, body: object) => app.request('POST', url, { key: developer.key, body })
  await app.request('PATCH', '/v1/sandbox', { key: developer.key, body: { stepSeconds: 3600 } })
  const endpoint = await call('/v1/webhook-endpoints', {
    url: `http://127.0.0.1:${port}/hook`,
    eventTypes: ['order.created'],
  })
  t.equal(endpoint.status, 201, JSON.stringify(endpoint.body))
  for (let i = 0; i < 3; i++) await place(app, developer, orderOf([goods]))
  await work(() => received.length >= 3)
  const inOrder = received.splice(0)
  t.equal(inOrder.length, 3)
  const url = `/v1/sandbox/webhook-endpoints/${endpoint.body.id}/simulate`
  t.match(await call(url, { fault: 'duplicate' }), { status: 202, body: { queued: 3 } })
  await work(() => received.length >= 3)
  t.same(received.splice(0).sort(), [...inOrder].sort(), 'the same messages again')
  t.match(await call(url, { fault: 'reorder', count: 2 }), { status: 202, body: { queued: 2 } })
  await work(() => received.length >= 2)
  t.same(received.splice(0), [inOrder[2], inOrder[1]], 'newest first')
  const stranger = await app.newKey({ mode: 'test' })
  const refused = await app.request('POST', url, { key: stranger.key, body: { fault: 'reorder' } })
  t.equal(refused.status, 404)
})
