import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { testApp } from '../support/app.ts'
import { testDatabase } from '../support/database.ts'
import { receiver } from '../webhooks/receiver.ts'
import { start, startServing } from './process.ts'

t.test('a signal under load loses no request', async (t) => {
  const { url: databaseUrl } = await testDatabase(t)
  const port = 20_000 + (process.pid % 20_000)
  const server = await startServing({ DATABASE_URL: databaseUrl, DRAIN_MS: '1000' }, port)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 20 })
  const seen = { ok: 0, told: 0, failed: [] as string[] }
  let isOver = false
  const client = async () => {
    while (!isOver) {
      const outcome = await get(`${server.url}/livez`, agent)
      if (outcome === 'ok') seen.ok++
      // Told to leave, a balancer's client connects elsewhere from then on.
      else if (outcome === 'told to leave') return void seen.told++
      else seen.failed.push(outcome)
    }
  }
  const clients = Array.from({ length: 20 }, client)
  await pause(300)
  server.child.kill('SIGTERM')
  await pause(100)
  const ready = await fetch(`${server.url}/readyz`)
  t.equal(ready.status, 503, 'not ready while draining')
  t.equal(ready.headers.get('connection'), 'close')
  const { code, stderr } = await server.ended
  isOver = true
  await Promise.all(clients)
  agent.destroy()
  t.equal(code, 0, stderr)
  t.ok(seen.ok > 100, `${seen.ok} answered`)
  t.equal(seen.told, 20, 'every client was told to leave by an answer')
  t.same(seen.failed, [], 'none was cut or refused')
})

t.test('a worker told to stop hears out the webhook it has sent', async (t) => {
  const env = { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', DRAIN_MS: '20000' }
  const app = await testApp(t, { env })
  const { key } = await app.newKey({ mode: 'test' })
  const sent = Promise.withResolvers<http.ServerResponse>()
  const target = await receiver(t, (response) => sent.resolve(response))
  const body = { url: target.url, eventTypes: ['*'] }
  const made = await app.request('POST', '/v1/webhook-endpoints', { key, body })
  const { child, ended } = start(['worker'], { DATABASE_URL: app.database.url, ...env })
  await app.request('POST', `/v1/webhook-endpoints/${made.body.id}/test`, { key })
  const response = await Promise.race([sent.promise, ended])
  if (!('writeHead' in response)) throw new Error(`the worker ended: ${response.stderr}`)
  child.kill('SIGTERM')
  await pause(500)
  response.writeHead(204).end()
  t.match(await ended, { code: 0 })
  const url = `/v1/webhook-endpoints/${made.body.id}/deliveries`
  const { body: list } = await app.request('GET', url, { key })
  t.match(list.data, [{ state: 'delivered', attempts: [{ status: 204 }] }])
})

function get(url: string, agent: http.Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent }, (reply) => {
      reply.resume()
      const isLast = reply.headers.connection === 'close'
      const good = isLast ? 'told to leave' : 'ok'
      reply.on('end', () => resolve(reply.statusCode === 200 ? good : String(reply.statusCode)))
      reply.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}
