import { connect } from 'node:net'
import t from 'tap'
import { scopes } from '../../src/core/operation.ts'
import { testApp } from '../support/app.ts'

t.test(
  'every kind of bad request answers a problem that names the field and the fix',
  async (t) => {
    const { request, newKey, database } = await testApp(t)
    const { key } = await newKey()
    const good = { name: 'x', scopes: ['keys:read'] }
    const json = { 'content-type': 'application/json' }
    const long = 'n'.repeat(101)
    const cases: [name: string, options: object, status: number, code: string, pointer?: string][] =
      [
        ['malformed JSON', { body: '{"name":', headers: json }, 400, 'malformed_json'],
        ['empty body', { body: '', headers: json }, 400, 'malformed_json'],
        [
          'invalid UTF-8',
          { body: Buffer.from([0x22, 0xc3, 0x28, 0x22]), headers: json },
          400,
          'malformed_json',
        ],
        [
          'prototype poisoning',
          { body: '{"__proto__":{"a":1}}', headers: json },
          400,
          'malformed_json',
        ],
        ['an array', { body: [good] }, 400, 'invalid_request', '#'],
        ['a string', { body: '"x"', headers: json }, 400, 'invalid_request', '#'],
        ['null', { body: 'null', headers: json }, 400, 'invalid_request'],
        ['a missing field', { body: { name: 'x' } }, 400, 'invalid_request', '#/scopes'],
        ['a wrong type', { body: { ...good, name: 7 } }, 400, 'invalid_request', '#/name'],
        [
          'an unknown field',
          { body: { ...good, color: 'red' } },
          400,
          'invalid_request',
          '#/color',
        ],
        [
          'a read-only field',
          { body: { ...good, revokedAt: null } },
          400,
          'invalid_request',
          '#/revokedAt',
        ],
        ['a too long text', { body: { ...good, name: long } }, 400, 'invalid_request', '#/name'],
        ['a NUL byte', { body: { ...good, name: 'a\u0000b' } }, 400, 'invalid_request', '#/name'],
        [
          'an unknown value',
          { body: { ...good, scopes: ['all'] } },
          400,
          'invalid_request',
          '#/scopes/0',
        ],
        [
          'a wrong content type',
          { body: 'name=x', headers: { 'content-type': 'text/plain' } },
          415,
          'unsupported_media_type',
        ],
        [
          'an oversize body',
          { body: { ...good, name: 'x'.repeat(1_100_000) } },
          413,
          'payload_too_large',
        ],
      ]
    const before = await database.read(({ sql }) => sql`select count(*)::int as n from api_keys`)
    for (const [name, options, status, code, pointer] of cases) {
      const answer = await request('POST', '/v1/api-keys', { key, ...options })
      t.equal(answer.status, status, name)
      t.equal(answer.body.code, code, name)
      t.match(answer.headers['content-type'], /^application\/problem\+json/, name)
      t.equal(answer.body.requestId, answer.headers['request-id'], name)
      if (pointer !== undefined) t.equal(answer.body.errors?.[0]?.pointer, pointer, name)
    }
    const after = await database.read(({ sql }) => sql`select count(*)::int as n from api_keys`)
    t.same(after, before, 'and changes nothing')
  },
)

t.test('queries, paths and cursors are judged as strictly', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const cases: [url: string, status: number, code: string][] = [
    ['/v1/api-keys?limit=0', 400, 'invalid_request'],
    ['/v1/api-keys?limit=101', 400, 'invalid_request'],
    ['/v1/api-keys?limit=1e3', 400, 'invalid_request'],
    ['/v1/api-keys?limit=99999999999999999999', 400, 'invalid_request'],
    ['/v1/api-keys?limit=5&limit=6', 400, 'invalid_request'],
    ['/v1/api-keys?colour=red', 400, 'invalid_request'],
    ['/v1/api-keys?cursor=nonsense', 400, 'invalid_cursor'],
    ['/v1/api-keys?cursor=%00', 400, 'invalid_request'],
    [
      `/v1/api-keys?cursor=${Buffer.from('["orders",1,2]').toString('base64url')}`,
      400,
      'invalid_cursor',
    ],
    [
      `/v1/api-keys?cursor=${Buffer.from('["api-keys",{},[]]').toString('base64url')}`,
      400,
      'invalid_cursor',
    ],
    ['/v1/nothing', 404, 'route_not_found'],
    ['/v1/%E0%A4%A', 400, 'invalid_request'],
  ]
  for (const [url, status, code] of cases) {
    const answer = await request('GET', url, { key })
    t.equal(answer.status, status, url)
    t.equal(answer.body.code, code, url)
  }
  const wrongMethod = await request('DELETE', '/v1/api-keys', { key })
  t.equal(wrongMethod.status, 405)
  t.match(wrongMethod.headers.allow, /GET/)
  const wrongId = await request('POST', '/v1/api-keys/prd_01h455vb4pex5vsknk084sn02q/revoke', {
    key,
    body: {},
  })
  t.equal(wrongId.status, 400)
  t.equal(wrongId.body.errors[0].pointer, '#/id')
})

t.test('every refusal says where it is wrong and how to mend it', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const json = { 'content-type': 'application/json' }
  const detailOf = async (method: string, url: string, options: object = {}) =>
    (await request(method, url, { key, ...options })).body.detail
  const post = (body: unknown) => detailOf('POST', '/v1/api-keys', { body, headers: json })
  const good = { name: 'x', scopes: ['keys:read'] }
  t.match(await post('{"name": "x",}'), /position 13/, 'where the JSON breaks off')
  t.match(await post('{"__proto__":{"a":1}}'), /__proto__/)
  t.equal(await post({ ...good, name: '' }), '#/name: Must not be empty.')
  t.equal(await post({ ...good, scopes: [] }), '#/scopes: Must have at least 1 item.')
  t.match(await post({ ...good, name: 'a\0b' }), /^#\/name: .*NUL/)
  t.equal(await detailOf('GET', '/v1/api-keys?limit=0'), '#/limit: Must be 1 or more.')
  t.match(
    await detailOf('GET', '/v1/orders/1234'),
    /^#\/id: Must be the id of an order, such as ord_\w{26}\.$/,
  )
  t.match(await detailOf('GET', '/v1/products/search?shipTo=Germany'), /country.*such as DE/)
})

t.test('where nothing must be said, a content type without a body is no fault', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey({ mode: 'test' })
  const empty = { key, body: '', headers: { 'content-type': 'application/json' } }
  const none = (kind: string) => `${kind}_01h455vb4pex5vsknk084sn02q`
  for (const [method, url, code] of [
    ['PATCH', '/v1/sandbox', undefined],
    ['POST', `/v1/api-keys/${none('key')}/revoke`, 'not_found'],
    ['DELETE', `/v1/saved-searches/${none('sse')}`, 'not_found'],
    ['POST', '/v1/quotes', 'malformed_json'],
  ] as const) {
    t.equal((await request(method, url, empty)).body.code, code, `${method} ${url}`)
  }
})

t.test('a currency that is none is called so at every door', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const { key: operator } = await newKey({ kind: 'operator', mode: 'live', scopes })
  const currency = 'QQQ'
  const headers = { 'idempotency-key': 'no-currency' }
  const post = (path: string, body: object) =>
    request('POST', path, { key: operator, headers, body: { ...body, currency } })
  const answers = await Promise.all([
    post('/v1/wallets/top-ups', { amountMinor: 100 }),
    post('/v1/payments', { amountMinor: 100 }),
    post('/v1/payout-batches', {}),
    post('/v1/fee-policies', { kind: 'sellerFee', basisPoints: 1 }),
    post('/v1/charge-prices', { code: 'x', fee: 'promotionFee', name: 'Stand', amountMinor: 1 }),
    request('POST', '/v1/sellers', { key, body: { name: 'Mouse House', currency } }),
    request('GET', '/v1/exchange-rates?base=QQQ', { key }),
    request('POST', '/v1/imports?currency=QQQ', {
      key,
      body: Buffer.from('{}'),
      headers: { 'content-type': 'application/jsonl' },
    }),
  ])
  for (const { body } of answers) t.equal(body.errors?.[0].code, 'unknown_currency', body.detail)
})

t.test('a missing key is no faulty one', async (t) => {
  const { request } = await testApp(t)
  const challengeTo = async (key?: string) =>
    (await request('GET', '/v1/account', { key })).headers['www-authenticate']
  t.equal(await challengeTo(), 'Bearer realm="entrepot"')
  t.match(await challengeTo('ent_test_guess'), /error="invalid_token"/)
})

t.test('what is not even HTTP is closed with a 400', async (t) => {
  const { listen } = await testApp(t)
  const { port } = new URL(await listen())
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
  t.match(answer, /^HTTP\/1\.1 400/)
})

t.test(
  'a spent bucket answers 429 with the headers of the IETF draft over both doors',
  async (t) => {
    const { request, graphql, newKey } = await testApp(t, {
      env: { RATE_LIMIT_PER_MINUTE: '60', RATE_LIMIT_BURST: '3' },
    })
    const { key } = await newKey()
    const other = await newKey()
    for (let i = 0; i < 3; i++) {
      const answer = await request('GET', '/v1/account', { key })
      t.equal(answer.status, 200)
      t.match(answer.headers.ratelimit, new RegExp(`^"default";r=${2 - i};t=\\d+$`))
    }
    const refused = await request('GET', '/v1/account', { key })
    t.equal(refused.status, 429)
    t.equal(refused.body.code, 'rate_limited')
    t.match(refused.headers['retry-after'], /^\d+$/)
    t.equal(refused.headers['ratelimit-policy'], '"default";q=60;w=60')
    const overGraphql = await graphql('{ getAccount { id } }', { key })
    t.equal(overGraphql.status, 429)
    t.equal(overGraphql.body.errors[0].extensions.code, 'rate_limited')
    t.equal((await request('GET', '/v1/account', { key: other.key })).status, 200, 'others go on')
  },
)

t.test('guessing keys uses up the bucket of the address, not of others', async (t) => {
  const { request, newKey } = await testApp(t, {
    env: { RATE_LIMIT_PER_MINUTE: '60', RATE_LIMIT_BURST: '10000' },
  })
  const { key } = await newKey()
  const statuses: number[] = []
  for (let i = 0; i < 4; i++) {
    statuses.push((await request('GET', '/v1/account', { key: 'ent_live_guess' })).status)
  }
  t.same(statuses, [401, 401, 429, 429])
  t.equal((await request('GET', '/v1/account', { key })).status, 200)
})

t.test('health needs no key', async (t) => {
  const { request, database } = await testApp(t)
  t.same((await request('GET', '/livez')).body, { status: 'ok' })
  t.same((await request('GET', '/readyz')).body, { status: 'ok' })
  // As a backup from before the newest migration would have it.
  await database.transaction(({ sql }) => sql`delete from drizzle.__drizzle_migrations`)
  const behind = await request('GET', '/readyz')
  t.equal(behind.status, 503)
  t.match(behind.body, { status: 'migrationsPending', migrations: ['0000_init'] })
  t.equal((await request('GET', '/livez')).status, 200, 'no reason to kill it')
  await database.close()
  const away = await request('GET', '/readyz')
  t.match(away, { status: 503, body: { status: 'databaseUnavailable' } })
})
