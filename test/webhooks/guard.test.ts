import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { guardedAgent } from '../../src/webhooks/guarded-agent.ts'
import { allowWebhookNetworks, isAddressAllowed } from '../../src/webhooks/networks.ts'
import { send } from '../../src/webhooks/send.ts'

t.beforeEach(() => allowWebhookNetworks([]))

t.test('addresses that are not public are refused, in every notation', async (t) => {
  for (const address of [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.2',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'fc00::1',
    'fe80::1%eth0',
    'ff02::1',
    'not an address',
  ]) {
    t.notOk(isAddressAllowed(address, 'test'), address)
  }
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111']) {
    t.ok(isAddressAllowed(address, 'live'), address)
  }
})

t.test('allow-listed networks open, loopback for test endpoints only', async (t) => {
  allowWebhookNetworks(['127.0.0.0/8', '10.1.0.0/16', 'fd00::/8'])
  t.ok(isAddressAllowed('10.1.2.3', 'live'))
  t.ok(isAddressAllowed('fd00::5', 'live'))
  t.notOk(isAddressAllowed('10.2.0.1', 'live'))
  t.ok(isAddressAllowed('127.0.0.1', 'test'))
  t.notOk(isAddressAllowed('127.0.0.1', 'live'))
  t.throws(() => allowWebhookNetworks(['10.0.0.0/33']), /WEBHOOK_ALLOW_CIDRS/)
  t.throws(() => allowWebhookNetworks(['intranet']), /WEBHOOK_ALLOW_CIDRS/)
})

t.test('the connection itself is guarded, whatever the URL or the name service say', async (t) => {
  let hits = 0
  const server = createServer((_request, response) => {
    hits++
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = guardedAgent('live')
  t.teardown(async () => {
    server.close()
    await agent.destroy()
  })
  const message = { headers: {}, body: '{}' }
  for (const host of [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::]',
    'localhost.',
    '①②⑦.0.0.1',
  ]) {
    const reply = await send(agent, { ...message, url: `http://${host}:${port}/` })
    t.match(reply, { status: null, error: /private or reserved network|resolved/ }, host)
  }
  t.equal(hits, 0)
  allowWebhookNetworks(['127.0.0.0/8', '::1/128'])
  const open = guardedAgent('test')
  t.teardown(() => open.destroy())
  t.equal((await send(open, { ...message, url: `http://localhost:${port}/` })).status, 200)
  t.equal(hits, 1)
})

t.test('a receiver that takes too long or answers without end is cut off', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/silent') return
    const pour = () => {
      while (response.write('x'.repeat(16_384)));
      response.once('drain', pour)
    }
    pour()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  allowWebhookNetworks(['127.0.0.0/8'])
  const agent = guardedAgent('test')
  t.teardown(async () => {
    server.closeAllConnections()
    server.close()
    await agent.destroy()
  })
  const message = { headers: {}, body: '{}' }
  const silent = await send(agent, { ...message, url: `http://127.0.0.1:${port}/silent` }, 100)
  t.match(silent, { status: null, error: 'No answer within 0.1 s.' })
  const endless = await send(agent, { ...message, url: `http://127.0.0.1:${port}/endless` })
  t.equal(endless.status, 200)
  t.equal(endless.responseBody?.length, 2000)
})
