import t from 'tap'
import {
  AbortError,
  ConflictError,
  ConnectionError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from '../../sdk/index.ts'
import { account, inTurn, json, reset, silence, status, stub } from './stub.ts'

// Backoff is random up to half a second and more; what is tested is whether, not how long.
const { random } = Math
t.before(() => {
  Math.random = () => 0
})
t.after(() => {
  Math.random = random
})

const endpoint = { url: 'https://example.com/', eventTypes: ['*'] }
const keysOf = (seen: { headers: Record<string, unknown> }[]) =>
  new Set(seen.map(({ headers }) => headers['idempotency-key']))

t.test('a keyed write is repeated under one key until it succeeds', async (t) => {
  const { client, seen } = await stub(
    t,
    inTurn(status(503, 'service_unavailable'), reset, (response) =>
      json(response, 201, { id: 'whe_1' }),
    ),
  )
  const { data, attempts, idempotencyKey } = await client.webhooks
    .createWebhookEndpoint(endpoint)
    .withResponse()
  t.equal(data.id, 'whe_1')
  t.equal(attempts, 3)
  t.same([...keysOf(seen)], [idempotencyKey])
  t.equal(new Set(seen.map(({ body }) => body)).size, 1)
})

t.test('a write without a key is repeated only where it never began', async (t) => {
  const failing = await stub(t, status(503, 'service_unavailable'))
  const input = { name: 'x', scopes: ['keys:read' as const] }
  await t.rejects(failing.client.keys.createApiKey(input), { name: 'ServerError' })
  t.equal(failing.seen.length, 1)
  const lost = await stub(t, reset)
  await t.rejects(lost.client.keys.createApiKey(input), { name: 'ConnectionError' })
  t.equal(lost.seen.length, 1)
  const limited = await stub(
    t,
    inTurn(status(429, 'rate_limited'), (response) => json(response, 201, { id: 'key_1' })),
  )
  t.equal((await limited.client.keys.createApiKey(input)).id, 'key_1')
  t.equal(limited.seen.length, 2)
})

t.test('retries end: two by default, none where none are wanted', async (t) => {
  const { client, seen } = await stub(t, status(502, 'service_unavailable'))
  const error = await client.accounts.getAccount().catch((reason: unknown) => reason)
  t.ok(error instanceof ServerError && error.isRetryable)
  t.equal(seen.length, 3)
  await t.rejects(client.accounts.getAccount(undefined, { maxRetries: 0 }))
  t.equal(seen.length, 4)
})

t.test('what another try cannot change is not tried again', async (t) => {
  for (const [code, name] of [
    [400, 'invalid_request'],
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [409, 'conflict'],
    [422, 'idempotency_key_reused'],
  ] as const) {
    const { client, seen } = await stub(t, status(code, name))
    await t.rejects(client.accounts.getAccount(), { code: name })
    t.equal(seen.length, 1, name)
  }
})

t.test('409 is repeated while a twin with the same key is in flight', async (t) => {
  const { client, seen } = await stub(
    t,
    inTurn(status(409, 'idempotency_in_flight'), (response) => json(response, 201, { id: 'w' })),
  )
  await client.webhooks.createWebhookEndpoint(endpoint)
  t.equal(seen.length, 2)
  t.equal(keysOf(seen).size, 1)
  const conflict = await stub(t, status(409, 'conflict'))
  const error = await conflict.client.webhooks
    .createWebhookEndpoint(endpoint)
    .catch((reason: unknown) => reason)
  t.ok(error instanceof ConflictError)
  t.equal(conflict.seen.length, 1)
})

t.test('Retry-After is honoured up to a cap, and beyond it the call fails at once', async (t) => {
  const waits: number[] = []
  const hooks = { onRetry: ({ delayMs }: { delayMs: number }) => void waits.push(delayMs) }
  const soon = new Date(Date.now() + 2000).toUTCString()
  const { client } = await stub(
    t,
    inTurn(
      status(429, 'rate_limited', { 'retry-after': '1' }),
      status(503, 'service_unavailable', { 'retry-after': soon }),
      account,
    ),
    { hooks },
  )
  await client.accounts.getAccount()
  t.equal(waits[0], 1000)
  t.ok(waits[1]! <= 2000, 'a date counts, too')
  const patient = await stub(t, status(429, 'rate_limited', { 'retry-after': '3600' }))
  const error = await patient.client.accounts.getAccount().catch((reason: unknown) => reason)
  t.ok(error instanceof RateLimitError)
  t.match(error, { retryAfterSeconds: 3600 })
  t.equal(patient.seen.length, 1)
})

t.test('the server may say itself whether to try again', async (t) => {
  const no = await stub(t, status(503, 'service_unavailable', { 'x-should-retry': 'false' }))
  await t.rejects(no.client.accounts.getAccount())
  t.equal(no.seen.length, 1)
  const yes = await stub(t, inTurn(status(404, 'not_found', { 'x-should-retry': 'true' }), account))
  await yes.client.accounts.getAccount()
  t.equal(yes.seen.length, 2)
})

t.test('an attempt that takes too long is given up and repeated', async (t) => {
  const { client, seen } = await stub(t, inTurn(silence, account), { timeoutMs: 100 })
  await client.accounts.getAccount()
  t.equal(seen.length, 2)
  const never = await stub(t, silence, { timeoutMs: 50 })
  const error = await never.client.accounts.getAccount().catch((reason: unknown) => reason)
  t.ok(error instanceof TimeoutError && error instanceof ConnectionError)
  t.equal(never.seen.length, 3)
})

t.test(
  'a body that stops in the middle is a timeout or a lost connection, not an answer',
  async (t) => {
    const { client, seen } = await stub(
      t,
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
        response.write('{"id":')
        setImmediate(() => response.socket?.destroy())
      },
      { maxRetries: 1 },
    )
    await t.rejects(client.accounts.getAccount(), { name: 'ConnectionError' })
    t.equal(seen.length, 2)
  },
)

t.test('the deadline covers the call with all its attempts and waits', async (t) => {
  const { client, seen } = await stub(t, silence, { timeoutMs: 1000, deadlineMs: 150 })
  await t.rejects(client.accounts.getAccount(), { name: 'TimeoutError' })
  t.equal(seen.length, 1)
  const waiting = await stub(t, status(429, 'rate_limited', { 'retry-after': '20' }), {
    deadlineMs: 5000,
  })
  await t.rejects(waiting.client.accounts.getAccount(), { name: 'RateLimitError' })
  t.equal(waiting.seen.length, 1, 'a wait beyond the deadline is not begun')
})

t.test('a signal cancels requests and waits', async (t) => {
  const hanging = await stub(t, (_response, n) => n === 0 && controller.abort(), {})
  const controller = new AbortController()
  const { signal } = controller
  const error = await hanging.client.accounts
    .getAccount(undefined, { signal })
    .catch((reason: unknown) => reason)
  t.ok(error instanceof AbortError)
  const during = new AbortController()
  const waiting = await stub(t, status(429, 'rate_limited', { 'retry-after': '20' }), {
    hooks: { onRetry: () => setImmediate(() => during.abort()) },
  })
  const call = waiting.client.accounts.getAccount(undefined, { signal: during.signal })
  await t.rejects(call, { name: 'AbortError' })
  t.equal(waiting.seen.length, 1)
  const before = await stub(t, account)
  await t.rejects(before.client.accounts.getAccount(undefined, { signal: AbortSignal.abort() }), {
    name: 'AbortError',
  })
  t.equal(before.seen.length, 0)
})

t.test('GraphQL: queries are repeated freely, mutations under a key', async (t) => {
  const answers = inTurn(status(503, 'service_unavailable'), (response) =>
    json(response, 200, { data: { ok: true } }),
  )
  const query = await stub(t, answers)
  t.same(await query.client.graphql('{ ok }'), { ok: true })
  t.equal(query.seen[0]?.headers['idempotency-key'], undefined)
  const mutation = await stub(t, answers)
  await mutation.client.graphql('mutation { ok }')
  t.equal(mutation.seen.length, 2)
  t.equal(keysOf(mutation.seen).size, 1)
  t.type(mutation.seen[0]?.headers['idempotency-key'], 'string')
  const limited = await stub(
    t,
    inTurn(
      (response) =>
        json(response, 429, { errors: [{ message: 'x', extensions: { code: 'rate_limited' } }] }),
      (response) => json(response, 200, { data: { ok: true } }),
    ),
  )
  t.same(await limited.client.graphql('{ ok }'), { ok: true })
})
