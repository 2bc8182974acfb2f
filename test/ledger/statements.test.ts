import { parse } from 'csv-parse/sync'
import t from 'tap'
import { ids } from '../../src/core/ids.ts'
import { deposit, post } from '../../src/ledger/index.ts'
import { topUpPosting } from '../../src/ledger/postings-cash.ts'
import { type TestApp, testApp } from '../support/app.ts'

const app = await testApp(t)

const day = (number: number) => new Date(Date.UTC(2026, 2, number, 8))
const march = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z'

async function fill(app: TestApp, accountId: string, memos: Record<number, string> = {}) {
  for (let number = 1; number <= 9; number++) {
    await app.database.transaction((db) =>
      deposit(db, {
        accountId,
        mode: 'live',
        amount: { amountMinor: number * 100, currency: 'EUR' },
        now: number === 1 ? new Date('2026-02-11T00:00:00Z') : day(number),
        ...(memos[number] ? { memo: memos[number] } : {}),
      }),
    )
  }
}

/** Ten thousand cents more, in one statement. */
async function crowd(accountId: string) {
  const amount = { amountMinor: 1, currency: 'EUR' }
  const cent = topUpPosting({ accountId, mode: 'live', amount, occurredAt: day(20) })
  const cents = Array.from({ length: 10_000 }, () => cent)
  await app.database.transaction((db) => post(db, ...cents), { deadlineMs: 60_000 })
}

t.test(
  'a statement carries the balance over pages, and begins and ends with the period',
  async (t) => {
    const { key, accountId } = await app.newKey()
    await fill(app, accountId)
    const seen: number[][] = []
    let cursor = ''
    do {
      const url = `/v1/statements?currency=EUR&${march}&limit=3${cursor && `&cursor=${cursor}`}`
      const { status, body } = await app.request('GET', url, { key })
      t.equal(status, 200)
      t.equal(body.openingBalanceMinor, 100)
      t.equal(body.closingBalanceMinor, 4500)
      for (const entry of body.data) seen.push([entry.amountMinor, entry.balanceAfterMinor])
      cursor = body.nextCursor ?? ''
    } while (cursor)
    t.strictSame(seen, [
      [200, 300],
      [300, 600],
      [400, 1000],
      [500, 1500],
      [600, 2100],
      [700, 2800],
      [800, 3600],
      [900, 4500],
    ])
  },
)

t.test('the same as CSV, safe to open in a spreadsheet', async (t) => {
  const { key, accountId } = await app.newKey()
  await fill(app, accountId, { 2: '=1+1', 3: 'says "hi", twice\nand more' })
  const url = `/v1/statements/export?currency=EUR&${march}`
  const { status, body } = await app.request('GET', url, { key })
  t.equal(status, 200)
  t.equal(body.nextCursor, null)
  t.equal(body.fileName, 'statement-EUR-2026-03-01-2026-04-01.csv')
  const rows = parse(body.content, { columns: true }) as Record<string, string>[]
  t.equal(rows.length, 8)
  t.match(rows[0], { kind: 'topUp', amount: '2.00', balanceAfter: '3.00', memo: "'=1+1" })
  t.equal(rows[1]?.memo, 'says "hi", twice\nand more')
  t.equal(rows[7]?.balanceAfterMinor, '4500')
})

t.test('the file itself for whoever asks for one', async (t) => {
  const { key, accountId } = await app.newKey()
  await fill(app, accountId)
  const url = `/v1/statements/export?currency=EUR&${march}`
  const ask = (accept: string) => app.request('GET', url, { key, headers: { accept } })
  const { body: carried } = await ask('application/json')
  for (const accept of ['text/csv', 'text/csv, */*;q=0.5', 'application/json;q=0.1, text/csv']) {
    const { status, headers, body } = await ask(accept)
    t.equal(status, 200)
    t.equal(headers['content-type'], 'text/csv; charset=utf-8')
    t.equal(headers['content-disposition'], `attachment; filename="${carried.fileName}"`)
    t.equal(headers.link, undefined)
    t.equal(body, carried.content)
  }
  for (const accept of ['*/*', 'application/json, text/csv', 'text/csv;q=0, */*', 'text/html']) {
    t.same((await ask(accept)).body, carried, accept)
  }
  const refused = await app.request('GET', '/v1/statements/export?currency=EUR', {
    key,
    headers: { accept: 'text/csv' },
  })
  t.equal(refused.status, 400)
  t.match(refused.headers['content-type'], /^application\/problem\+json/)
})

t.test('a file in parts leads from one to the next', async (t) => {
  const { key, accountId } = await app.newKey()
  await fill(app, accountId)
  const url = `/v1/statements/export?currency=EUR&${march}`
  const { body: whole } = await app.request('GET', url, { key })
  await crowd(accountId)
  const first = await app.request('GET', url, { key, headers: { accept: 'text/csv' } })
  const [, next] = /^<(.+)>; rel="next"$/.exec(first.headers.link ?? '') ?? []
  t.ok(next, 'a statement of more than 10,000 lines goes on')
  const second = await app.request('GET', next!, { key, headers: { accept: 'text/csv' } })
  t.equal(second.headers.link, undefined)
  const rows = parse(first.body + second.body, { columns: true })
  t.equal(rows.length, 10_008)
  t.ok(whole.content.length < first.body.length)
})

t.test('nobody but the operator reads the statement of another account', async (t) => {
  const { key, accountId } = await app.newKey()
  await fill(app, accountId)
  const stranger = await app.newKey()
  const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'wallets:read'] })
  const url = `/v1/statements?currency=EUR&${march}&accountId=${ids.account.encode(accountId)}`
  t.equal((await app.request('GET', url, { key })).body.closingBalanceMinor, 4500)
  t.equal((await app.request('GET', url, { key: stranger.key })).status, 404)
  t.equal((await app.request('GET', url, { key: operator.key })).body.closingBalanceMinor, 4500)
})

t.test('periods and cursors that make no sense are refused', async (t) => {
  const { key, accountId } = await app.newKey()
  await fill(app, accountId)
  const backwards = await app.request(
    'GET',
    '/v1/statements?currency=EUR&from=2026-04-01T00:00:00Z&to=2026-03-01T00:00:00Z',
    { key },
  )
  t.equal(backwards.status, 400)
  t.equal(backwards.body.errors[0].pointer, '#/to')
  const first = await app.request('GET', `/v1/statements?currency=EUR&${march}&limit=1`, { key })
  const moved = await app.request(
    'GET',
    `/v1/statements?currency=USD&${march}&cursor=${first.body.nextCursor}`,
    { key },
  )
  t.equal(moved.body.code, 'invalid_cursor', 'a cursor of another currency')
})
