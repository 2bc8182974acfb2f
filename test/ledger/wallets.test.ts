import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { testApp } from '../support/app.ts'

const { request, newKey } = await testApp(t)

const keyed = (key: string, body: unknown) => ({
  key,
  body,
  headers: { 'idempotency-key': newId() },
})

t.test('a test key fills its own sandbox wallet and reads it back', async (t) => {
  const { key } = await newKey({ mode: 'test' })
  const body = { amountMinor: 125_00, currency: 'EUR', memo: 'play money' }
  const filled = await request('POST', '/v1/wallets/top-ups', keyed(key, body))
  t.equal(filled.status, 201)
  t.strictSame(filled.body.balance, { amountMinor: 125_00, currency: 'EUR' })
  await request('POST', '/v1/wallets/top-ups', keyed(key, { ...body, currency: 'CHF' }))
  const again = await request('POST', '/v1/wallets/top-ups', keyed(key, body))
  t.equal(again.body.id, filled.body.id, 'one wallet per currency')
  t.equal(again.body.balance.amountMinor, 250_00)

  const first = await request('GET', '/v1/wallets?limit=1', { key })
  t.strictSame(
    first.body.data.map((wallet: { balance: object }) => wallet.balance),
    [{ amountMinor: 125_00, currency: 'CHF' }],
  )
  const cursor = first.body.nextCursor
  const second = await request('GET', `/v1/wallets?limit=1&cursor=${cursor}`, { key })
  t.strictSame(second.body.data, [again.body])
  t.equal(second.body.nextCursor, null)
  const one = await request('GET', `/v1/wallets/${filled.body.id}`, { key })
  t.strictSame(one.body, again.body)
})

t.test('a retried top-up is booked once', async (t) => {
  const { key } = await newKey({ mode: 'test' })
  const options = keyed(key, { amountMinor: 5, currency: 'EUR' })
  const answers = [
    await request('POST', '/v1/wallets/top-ups', options),
    await request('POST', '/v1/wallets/top-ups', options),
  ]
  t.strictSame(answers[1]?.body, answers[0]?.body)
  const { body } = await request('GET', '/v1/wallets', { key })
  t.equal(body.data[0].balance.amountMinor, 5)
})

t.test('live money is the operator’s to book, and modes do not mix', async (t) => {
  const live = await newKey({ mode: 'live', account: 'acme' })
  const test = await newKey({ mode: 'test', account: 'acme' })
  const { key: operator } = await newKey({
    kind: 'operator',
    scopes: ['operator', 'wallets:write', 'wallets:read'],
  })
  const body = { amountMinor: 900, currency: 'EUR' }
  const refused = await request('POST', '/v1/wallets/top-ups', keyed(live.key, body))
  t.equal(refused.status, 403)
  t.equal(refused.body.code, 'forbidden')

  const { body: account } = await request('GET', '/v1/account', { key: live.key })
  const accountId = account.id
  const filled = await request(
    'POST',
    '/v1/wallets/top-ups',
    keyed(operator, { ...body, accountId }),
  )
  t.equal(filled.status, 201)
  const own = await request('GET', '/v1/wallets', { key: live.key })
  t.equal(own.body.data[0].balance.amountMinor, 900)
  const sandbox = await request('GET', '/v1/wallets', { key: test.key })
  t.strictSame(sandbox.body.data, [])
  const foreign = await request('GET', `/v1/wallets/${filled.body.id}`, { key: test.key })
  t.equal(foreign.status, 404)
})

t.test('what cannot be money is refused by field', async (t) => {
  const { key } = await newKey({ mode: 'test' })
  const stranger = await newKey({ mode: 'test' })
  const account = await request('GET', '/v1/account', { key: stranger.key })
  const cases: [object, number, string][] = [
    [{ amountMinor: 0, currency: 'EUR' }, 400, '#/amountMinor'],
    [{ amountMinor: 1.5, currency: 'EUR' }, 400, '#/amountMinor'],
    [{ amountMinor: '5', currency: 'EUR' }, 400, '#/amountMinor'],
    [{ amountMinor: 1e15, currency: 'EUR' }, 400, '#/amountMinor'],
    [{ amountMinor: 5, currency: 'eur' }, 400, '#/currency'],
    [{ amountMinor: 5, currency: 'ABC' }, 400, '#/currency'],
    [{ amountMinor: 5, currency: 'XAU' }, 400, '#/currency'],
    [{ amountMinor: 5, currency: 'EUR', memo: 'a\u0000b' }, 400, '#/memo'],
  ]
  for (const [body, status, pointer] of cases) {
    const answer = await request('POST', '/v1/wallets/top-ups', keyed(key, body))
    t.equal(answer.status, status, JSON.stringify(body))
    t.equal(answer.body.errors?.[0]?.pointer, pointer, JSON.stringify(body))
  }
  const body = { amountMinor: 5, currency: 'EUR' }
  const foreign = await request(
    'POST',
    '/v1/wallets/top-ups',
    keyed(key, { ...body, accountId: account.body.id }),
  )
  t.equal(foreign.status, 404)
  const unkeyed = await request('POST', '/v1/wallets/top-ups', { key, body })
  t.equal(unkeyed.body.code, 'idempotency_key_required')
  for (const cursor of ['x', 'W10', Buffer.from('["wallets","a\\u0000"]').toString('base64url')]) {
    const answer = await request('GET', `/v1/wallets?cursor=${cursor}`, { key })
    t.equal(answer.body.code, 'invalid_cursor', cursor)
  }
})

t.test('the operator books what a customer took back, and no more than there was', async (t) => {
  const { key, accountId } = await newKey()
  const { key: operator } = await newKey({
    kind: 'operator',
    scopes: ['operator', 'wallets:write', 'wallets:read'],
  })
  const account = ids.account.encode(accountId)
  const move = (what: string, by: string, amountMinor: number) =>
    request(
      'POST',
      `/v1/wallets/${what}`,
      keyed(by, { accountId: account, amountMinor, currency: 'EUR' }),
    )
  await move('top-ups', operator, 900)
  t.equal((await move('withdrawals', key, 100)).status, 403)
  const left = await move('withdrawals', operator, 850)
  t.equal(left.status, 201)
  t.equal(left.body.balance.amountMinor, 50)
  const refused = await move('withdrawals', operator, 51)
  t.equal(refused.status, 402)
  t.match(refused.body, { code: 'insufficient_funds', balanceMinor: 50, neededMinor: 51 })
})
