import t from 'tap'
import { ensureSeller } from '../../src/sellers/index.ts'
import { testApp } from '../support/app.ts'

const now = new Date('2026-05-01T12:00:00.000Z')

const app = await testApp(t)
const operator = await app.newKey({
  kind: 'operator',
  account: 'the operator',
  scopes: ['operator', 'sellers:read', 'sellers:write', 'keys:write', 'products:read'],
})
const applicant = await app.newKey({ account: 'applicant' })
t.beforeEach(() => app.database.transaction(({ sql }) => sql`truncate sellers cascade`))

t.test('a seller applies, is vetted, and only then is public', async (t) => {
  const stranger = await app.newKey()
  const applied = await app.request('POST', '/v1/sellers', {
    key: applicant.key,
    body: { name: 'Söder & Co', country: 'SE', currency: 'SEK', handlingDays: 2 },
  })
  t.equal(applied.status, 201)
  t.match(applied.body, { status: 'applied', currency: 'SEK', handlingDays: 2, score: null })
  const url = `/v1/sellers/${applied.body.id}`
  t.equal((await app.request('GET', url, { key: stranger.key })).status, 404)
  t.equal((await app.request('GET', url, { key: applicant.key })).status, 200)
  const decision = { status: 'vetted', reason: 'Papers are in order.' }
  const refused = await app.request('POST', `${url}/decisions`, {
    key: applicant.key,
    body: decision,
  })
  t.match(refused, { status: 403, body: { code: 'insufficient_scope' } })
  const vetted = await app.request('POST', `${url}/decisions`, {
    key: operator.key,
    body: decision,
  })
  t.match(vetted, { status: 201, body: { status: 'vetted' } })
  t.equal((await app.request('GET', url, { key: stranger.key })).body.name, 'Söder & Co')
  const again = await app.request('POST', `${url}/decisions`, { key: operator.key, body: decision })
  t.match(again, { status: 409, body: { code: 'conflict' } })
  const history = await app.request('GET', `${url}/decisions`, { key: applicant.key })
  t.match(history.body.data, [
    { status: 'vetted', reason: 'Papers are in order.' },
    { status: 'applied', reason: null },
  ])
  t.equal((await app.request('GET', `${url}/decisions`, { key: stranger.key })).status, 404)
})

t.test('two names that look alike are one name', async (t) => {
  const first = { key: applicant.key, body: { name: 'Café Müller' } }
  t.equal((await app.request('POST', '/v1/sellers', first)).status, 201)
  const second = { key: applicant.key, body: { name: 'cafe  muller!' } }
  t.match(await app.request('POST', '/v1/sellers', second), {
    status: 409,
    body: { code: 'already_exists' },
  })
  const empty = { key: applicant.key, body: { name: '!!!' } }
  t.match(await app.request('POST', '/v1/sellers', empty), {
    status: 400,
    body: { errors: [{ pointer: '#/name' }] },
  })
})

t.test('a test key cannot open or change a shop', async (t) => {
  const testKey = await app.newKey({ account: 'applicant', mode: 'test' })
  const body = { name: 'Test shop' }
  t.match(await app.request('POST', '/v1/sellers', { key: testKey.key, body }), {
    status: 403,
    body: { code: 'forbidden' },
  })
  const made = await app.request('POST', '/v1/sellers', { key: applicant.key, body })
  const url = `/v1/sellers/${made.body.id}`
  const changed = await app.request('PATCH', url, { key: testKey.key, body: { handlingDays: 1 } })
  t.equal(changed.body.code, 'forbidden')
})

t.test('a seller changes what it states and leaves the rest', async (t) => {
  const stranger = await app.newKey()
  const identity = {
    legalName: 'Shop Ltd',
    registrationNumber: null,
    address: '1 High Street, London',
    email: 'shop@example.com',
    phone: null,
    selfCertifiedAt: '2026-01-01T00:00:00.000Z',
  }
  const made = await app.request('POST', '/v1/sellers', {
    key: applicant.key,
    body: { name: 'Shop', description: 'Things', languages: ['en', 'fr'] },
  })
  const url = `/v1/sellers/${made.body.id}`
  const changed = await app.request('PATCH', url, {
    key: applicant.key,
    body: { identity, description: null, isAutoAccepting: true },
  })
  t.match(changed.body, {
    name: 'Shop',
    description: null,
    languages: ['en', 'fr'],
    identity,
    isAutoAccepting: true,
  })
  t.equal((await app.request('PATCH', url, { key: stranger.key, body: {} })).status, 404)
  const plan = await app.request('PATCH', url, { key: applicant.key, body: { plan: 'premium' } })
  t.equal(plan.body.code, 'forbidden')
})

t.test('lists filter, sort and page without gaps or repeats', async (t) => {
  const names = ['Delta', 'alpha', 'Charlie', 'Bravo', 'Echo']
  await app.database.transaction(async (db) => {
    for (const [i, name] of names.entries()) {
      const country = i % 2 === 0 ? 'DE' : 'FR'
      const seller = await ensureSeller(db, { name, currency: 'EUR', country }, now)
      await db.sql`update sellers set expected_score = ${80 + (i % 3)} where id = ${seller.id}`
    }
  })
  async function all(query: string): Promise<string[]> {
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: string = cursor === '' ? '' : `&cursor=${cursor}`
      const url = `/v1/sellers?limit=2&${query}${page}`
      const { body } = await app.request('GET', url, { key: applicant.key })
      found.push(...body.data.map((one: { name: string }) => one.name))
      cursor = body.nextCursor
    }
    return found
  }
  const byScore = await all('')
  t.same([...byScore].sort(), [...names].sort(), 'each once')
  t.equal(byScore[0], 'Charlie', 'the most reliable first')
  t.same(await all('country=FR&sort=name'), ['Bravo', 'alpha'])
  t.same(await all('sort=newest'), [...names].reverse())
  t.same((await all('minScore=81')).sort(), ['Charlie', 'Echo', 'alpha'])
  t.same(await all('q=har'), ['Charlie'])
  t.same(await all('q=%25'), [], 'a wildcard is text')
  const hidden = await app.request('GET', '/v1/sellers?status=applied', { key: applicant.key })
  t.match(hidden, { status: 400, body: { errors: [{ pointer: '#/status' }] } })
  const shown = await app.request('GET', '/v1/sellers?status=applied', { key: operator.key })
  t.equal(shown.status, 200)
})

t.test('a cursor of another list is refused', async (t) => {
  await app.database.transaction(async (db) => {
    for (const name of ['A1', 'B2', 'C3']) await ensureSeller(db, { name, currency: 'EUR' }, now)
  })
  const first = await app.request('GET', '/v1/sellers?limit=1', { key: applicant.key })
  const url = `/v1/sellers?limit=1&sort=name&cursor=${first.body.nextCursor}`
  t.match(await app.request('GET', url, { key: applicant.key }), {
    status: 400,
    body: { code: 'invalid_cursor' },
  })
})

t.test('a key for one seller never does more than the key that made it', async (t) => {
  const made = await app.request('POST', '/v1/sellers', {
    key: applicant.key,
    body: { name: 'Keyed shop' },
  })
  const url = `/v1/sellers/${made.body.id}/api-keys`
  const body = { name: 'warehouse' }
  const key = await app.request('POST', url, { key: applicant.key, body })
  t.equal(key.status, 201)
  t.equal(key.body.sellerId, made.body.id)
  t.notOk(key.body.scopes.includes('keys:write'))
  const own = await app.request('GET', `/v1/sellers/${made.body.id}`, { key: key.body.secret })
  t.equal(own.status, 200, 'the key sees its own shop before it is vetted')
  const greedy = await app.request('POST', url, {
    key: applicant.key,
    body: { name: 'greedy', scopes: ['operator'] },
  })
  t.equal(greedy.body.code, 'forbidden')
  const stranger = await app.newKey()
  t.equal((await app.request('POST', url, { key: stranger.key, body })).status, 404)
})
