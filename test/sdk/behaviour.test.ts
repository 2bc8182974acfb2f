import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import t from 'tap'
import { ApiError, createClient, EntrepotError, type RequestNews } from '../../sdk/index.ts'
import { account, json, reset, status, stub } from './stub.ts'

const secret = 'ent_test_secret'

t.test('inputs become paths, queries and bodies', async (t) => {
  const { client, seen } = await stub(t, (response) =>
    json(response, 200, { data: [], nextCursor: null }),
  )
  await client.events.listEvents({ type: ['order.*', 'a,b'], limit: 5, since: undefined })
  t.equal(seen[0]?.url, '/v1/events?type=order.*&type=a%2Cb&limit=5')
  await client.webhooks.getWebhookEndpoint({ id: '../x?y' })
  t.equal(seen[1]?.url, '/v1/webhook-endpoints/..%2Fx%3Fy')
  await client.webhooks.updateWebhookEndpoint({ id: 'whe_1', description: null })
  t.match(seen[2], { method: 'PATCH', url: '/v1/webhook-endpoints/whe_1' })
  t.equal(seen[2]?.body, '{"description":null}')
  await client.webhooks.pauseWebhookEndpoint({ id: 'whe_1' })
  t.match(seen[3], { method: 'POST', body: '' })
  t.equal(seen[3]?.headers['content-type'], undefined)
})

t.test('leaving the loop stops fetching', async (t) => {
  const { client, seen } = await stub(t, (response, n) =>
    json(response, 200, { data: [{ n: 2 * n }, { n: 2 * n + 1 }], nextCursor: `c${n}` }),
  )
  const list: unknown[] = []
  for await (const item of client.events.listEvents({ limit: 2 })) {
    list.push(item)
    if (list.length === 3) break
  }
  t.equal(seen.length, 2)
  t.equal(seen[1]?.url, '/v1/events?limit=2&cursor=c0')
  t.equal((await client.events.listEvents().toArray(5)).length, 5)
  t.equal(seen.length, 5)
  t.same(await client.events.listEvents().toArray(0), [])
})

t.test('a failure in the middle of a list reaches the loop', async (t) => {
  const { client } = await stub(t, (response, n) =>
    n === 0
      ? json(response, 200, { data: [{ n }], nextCursor: 'next' })
      : status(404, 'not_found')(response, n, { method: '', url: '', headers: {}, body: '' }),
  )
  const list: unknown[] = []
  await t.rejects(
    (async () => {
      for await (const item of client.events.listEvents()) list.push(item)
    })(),
    { code: 'not_found' },
  )
  t.equal(list.length, 1)
})

t.test('new fields, values and codes are no failure', async (t) => {
  const { client } = await stub(t, (response) =>
    json(response, 200, { id: 'acc_1', kind: 'newKind', novelty: { deep: true } }),
  )
  t.match(await client.accounts.getAccount(), { kind: 'newKind', novelty: { deep: true } })
  const strange = await stub(t, status(418, 'brand_new_code'))
  const error = await strange.client.accounts.getAccount().catch((reason: unknown) => reason)
  t.ok(error instanceof ApiError)
  t.match(error, { status: 418, code: 'brand_new_code' })
})

t.test('answers that are none of the API’s are named so', async (t) => {
  const { client, seen } = await stub(
    t,
    (response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    },
    { maxRetries: 0 },
  )
  await t.rejects(client.accounts.getAccount(), {
    name: 'ServerError',
    code: 'unexpected_response',
    message: /Bad gateway/,
  })
  t.equal(seen.length, 1)
})

t.test('a redirect is not followed, so the key goes nowhere else', async (t) => {
  const elsewhere = await stub(t, account)
  const { client } = await stub(t, (response) => {
    response.writeHead(302, { location: `${elsewhere.baseUrl}/v1/account` }).end()
  })
  await t.rejects(client.accounts.getAccount(), { status: 302, code: 'unexpected_response' })
  t.equal(elsewhere.seen.length, 0)
})

t.test('hooks see every attempt, and nobody sees the key', async (t) => {
  const news: RequestNews[] = []
  const told: string[] = []
  const { client } = await stub(
    t,
    (response, n, seen) => (n === 0 ? reset : account)(response, n, seen),
    {
      hooks: {
        onRequest: (one) => void news.push(one),
        onResponse: ({ status: code, attempt }) => void told.push(`${attempt}: ${code}`),
        onRetry: ({ reason, attempt }) => void told.push(`${attempt}: ${reason.name}`),
      },
    },
  )
  await client.accounts.getAccount()
  t.same(told, ['1: ConnectionError', '2: 200'])
  t.same(
    news.map(({ attempt }) => attempt),
    [1, 2],
  )
  t.match(news[0]?.headers, { 'user-agent': /^entrepot-sdk\// })
  const failing = await stub(t, status(400, 'invalid_request'))
  const error = await failing.client.accounts.getAccount().catch((reason: unknown) => reason)
  for (const shown of [news, client, error, client.accounts]) {
    t.notMatch(inspect(shown, { depth: 10, showHidden: true }), secret)
    t.notMatch(String(JSON.stringify(shown)), secret)
  }
})

t.test('keys come from options, a function or the environment', async (t) => {
  const seenKeys: (string | undefined)[] = []
  const { baseUrl } = await stub(t, (response, n, seen) => {
    seenKeys.push(seen.headers.authorization)
    account(response, n, seen)
  })
  let turn = 0
  const rotating = createClient({ baseUrl, apiKey: async () => `token-${++turn}` })
  await rotating.accounts.getAccount()
  await rotating.accounts.getAccount()
  t.same(seenKeys, ['Bearer token-1', 'Bearer token-2'])
  const { ENTREPOT_API_KEY } = process.env
  t.teardown(() => {
    if (ENTREPOT_API_KEY === undefined) delete process.env.ENTREPOT_API_KEY
    else process.env.ENTREPOT_API_KEY = ENTREPOT_API_KEY
  })
  delete process.env.ENTREPOT_API_KEY
  t.throws(() => createClient({ baseUrl }), EntrepotError)
  process.env.ENTREPOT_API_KEY = 'from-environment'
  await createClient({ baseUrl }).accounts.getAccount()
  t.equal(seenKeys[2], 'Bearer from-environment')
})

t.test('a live key is refused in a browser unless somebody insists', async (t) => {
  const page = globalThis as { window?: unknown; document?: unknown }
  page.window = {}
  page.document = {}
  t.teardown(() => {
    delete page.window
    delete page.document
  })
  t.throws(() => createClient({ apiKey: 'ent_live_x' }), /does not belong in a browser/)
  t.ok(createClient({ apiKey: 'ent_test_x' }))
  t.ok(createClient({ apiKey: 'ent_live_x', dangerouslyAllowBrowser: true }))
  const late = createClient({ apiKey: () => 'ent_live_x' })
  await t.rejects(late.accounts.getAccount(), /does not belong in a browser/)
})

t.test('files go up as Blobs, bytes, text and streams', async (t) => {
  const { client, seen } = await stub(t, (response) => json(response, 202, { id: 'imp_1' }))
  const lines = '{"id":"1"}\n{"id":"2"}\n'
  const contentType = 'application/x-ndjson'
  const files = [
    new Blob([lines]),
    new TextEncoder().encode(lines),
    new TextEncoder().encode(lines).buffer,
    lines,
    new Blob([lines]).stream(),
    Readable.from([lines.slice(0, 5), Buffer.from(lines.slice(5))]),
  ]
  for (const file of files) {
    await client.imports.createImport({ seller: 'sel_1', file, contentType })
    const last = seen.at(-1)
    t.equal(last?.body, lines)
    t.equal(last?.headers['content-type'], contentType)
    t.match(last?.url, 'seller=sel_1')
  }
  await client.imports.createImport({
    seller: 'sel_1',
    file: new Blob([lines], { type: 'text/csv' }),
  })
  t.equal(seen.at(-1)?.headers['content-type'], 'text/csv')
})
