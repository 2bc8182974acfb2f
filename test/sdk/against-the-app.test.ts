import t from 'tap'
import {
  ApiError,
  AuthenticationError,
  type Client,
  createClient,
  GraphqlError,
  InvalidRequestError,
  NotFoundError,
} from '../../sdk/index.ts'
import { jobs } from '../../src/contract/operations.ts'
import { scopes } from '../../src/core/operation.ts'
import { type KeyOptions, type TestApp, testApp } from '../support/app.ts'

async function setUp(test: Parameters<typeof testApp>[0], key?: KeyOptions) {
  const app: TestApp = await testApp(test)
  const baseUrl = await app.listen()
  const made = await app.newKey(key)
  const client: Client = createClient({ baseUrl, apiKey: made.key })
  return { ...app, ...made, baseUrl, client }
}

async function failure(work: PromiseLike<unknown>): Promise<ApiError> {
  try {
    await work
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('it did not fail')
}

t.test('a call answers its data, and with its response what else was said', async (t) => {
  const { client, accountId } = await setUp(t)
  const account = await client.accounts.getAccount()
  t.match(account.id, /^acc_/)
  t.ok(accountId)
  const full = await client.accounts.getAccount().withResponse()
  t.same(full.data, account)
  t.match(full, { status: 200, attempts: 1, isReplayed: false, requestId: /^req_/ })
  t.type(full.rateLimit?.remaining, 'number')
})

t.test('path, query and body are one input', async (t) => {
  const { client } = await setUp(t)
  const made = await client.webhooks.createWebhookEndpoint({
    url: 'https://example.com/hook',
    eventTypes: ['wallet.*'],
  })
  const changed = await client.webhooks.updateWebhookEndpoint({ id: made.id, maxPerSecond: 7 })
  t.match(changed, { id: made.id, maxPerSecond: 7, eventTypes: ['wallet.*'] })
  t.equal((await client.webhooks.deleteWebhookEndpoint({ id: made.id })).id, made.id)
})

t.test('errors are typed, named and carry what helps', async (t) => {
  const { client, baseUrl } = await setUp(t)
  const invalid = await failure(client.keys.createApiKey({ name: '', scopes: [] }))
  t.ok(invalid instanceof InvalidRequestError)
  t.match(invalid, { status: 400, code: 'invalid_request', requestId: /^req_/, isRetryable: false })
  t.match(invalid.errors[0], { pointer: '#/name' })
  const missing = await failure(
    client.webhooks.getWebhookEndpoint({ id: 'whe_01h455vb4pex5vsknk084sn02q' }),
  )
  t.ok(missing instanceof NotFoundError)
  t.match(missing.message, 'whe_01h455vb4pex5vsknk084sn02q')
  const stranger = createClient({ baseUrl, apiKey: 'ent_test_nonsense' })
  t.ok((await failure(stranger.accounts.getAccount())) instanceof AuthenticationError)
  const incomplete = client.webhooks.getWebhookEndpoint({ id: '' })
  await t.rejects(incomplete, { name: 'TypeError', message: /id is missing/ })
})

t.test('lists are walked by item and by page, as far as one goes', async (t) => {
  const { client } = await setUp(t)
  for (let n = 1; n <= 4; n++)
    await client.keys.createApiKey({ name: `k${n}`, scopes: ['keys:read'] })
  const names: string[] = []
  for await (const key of client.keys.listApiKeys({ limit: 2 })) names.push(key.name)
  t.same(names, ['k4', 'k3', 'k2', 'k1', 'test'])
  const sizes: number[] = []
  for await (const page of client.keys.listApiKeys({ limit: 2 }).pages())
    sizes.push(page.data.length)
  t.same(sizes, [2, 2, 1])
  t.same(
    (await client.keys.listApiKeys({ limit: 2 }).toArray(3)).map(({ name }) => name),
    ['k4', 'k3', 'k2'],
  )
  const first = await client.keys.listApiKeys({ limit: 2 })
  t.equal(first.data.length, 2)
  t.type(first.nextCursor, 'string')
})

t.test('the same idempotency key makes one thing, and says that it is a replay', async (t) => {
  const { client } = await setUp(t)
  const input = { url: 'https://example.com/hook', eventTypes: ['*'] }
  const once = await client.webhooks.createWebhookEndpoint(input).withResponse()
  t.type(once.idempotencyKey, 'string')
  const { idempotencyKey } = once
  const again = await client.webhooks
    .createWebhookEndpoint(input, { idempotencyKey: String(idempotencyKey) })
    .withResponse()
  t.equal(again.isReplayed, true)
  t.same(again.data, once.data)
  const other = await client.webhooks.createWebhookEndpoint(input)
  t.not(other.id, once.data.id, 'another call has another key')
})

t.test('GraphQL answers data and throws errors with the codes of REST', async (t) => {
  const { client, baseUrl } = await setUp(t)
  const { getAccount } = await client.graphql<{ getAccount: { id: string } }>(
    '{ getAccount { id } }',
  )
  t.match(getAccount.id, /^acc_/)
  const wrong = await failure(client.graphql('{ nothing }'))
  t.ok(wrong instanceof GraphqlError)
  t.equal(wrong.code, 'graphql_invalid')
  const stranger = createClient({ baseUrl, apiKey: 'ent_test_nonsense' })
  t.equal((await failure(stranger.graphql('{ getAccount { id } }'))).code, 'unauthenticated')
  const missing = await failure(
    client.graphql('query($id: ID!) { getWebhookEndpoint(id: $id) { id } }', {
      id: 'whe_01h455vb4pex5vsknk084sn02q',
    }),
  )
  t.equal(missing.code, 'not_found')
})

t.test('a streamed import is found by search, page after page', async (t) => {
  const { client, database } = await setUp(t, { kind: 'operator', scopes })
  const seller = await client.sellers.createSeller({ name: 'Lamps', country: 'DE' })
  async function* lines() {
    for (let n = 1; n <= 5; n++) {
      const variants = [
        { sku: `L${n}`, price: { amountMinor: 100 * n, currency: 'EUR' }, stock: 9 },
      ]
      yield `${JSON.stringify({ id: `lamp-${n}`, title: `Desk lamp ${n}`, variants })}\n`
    }
  }
  const started = await client.imports.createImport({
    seller: seller.id,
    format: 'jsonLines',
    file: lines(),
    contentType: 'application/jsonl',
  })
  for (const job of jobs) await job.run(database, new Date())
  const done = await client.imports.getImport({ id: started.id })
  t.match(done, { status: 'completed' })
  const found: string[] = []
  for await (const product of client.products.searchProducts({ q: 'lamp', limit: 2 })) {
    found.push(product.externalId)
  }
  t.same(found.sort(), ['lamp-1', 'lamp-2', 'lamp-3', 'lamp-4', 'lamp-5'])
})
