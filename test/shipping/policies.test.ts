import t from 'tap'
import { money } from '../../src/core/money.ts'
import {
  currentPolicies,
  dutiesAndTaxes,
  forbiddingRules,
  importRates,
  RateFileError,
  rateFor,
} from '../../src/shipping/index.ts'
import { testApp } from '../support/app.ts'

const at = new Date('2026-11-23T12:00:00Z')

function ecb(days: Record<string, Record<string, string>>): AsyncIterable<string> {
  const cubes = Object.entries(days).map(([date, rates]) => {
    const lines = Object.entries(rates).map(
      ([code, rate]) => `<Cube currency="${code}" rate="${rate}"/>`,
    )
    return `<Cube time="${date}">${lines.join('')}</Cube>`
  })
  const text = `<Envelope><Cube>${cubes.join('')}</Cube></Envelope>`
  return (async function* () {
    for (let start = 0; start < text.length; start += 7) yield text.slice(start, start + 7)
  })()
}

t.test('policies', async (t) => {
  const app = await testApp(t)
  app.setNow(at)
  const { key } = await app.newKey()
  const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'products:read'] })
  const rate = (from: string, to: string, when = at) =>
    app.database.read(async (db) => (await rateFor(db, from, to, when)).rate)

  await t.test('a fresh installation converts by the rates that ship', async (t) => {
    t.equal(await rate('EUR', 'USD'), '1.1611')
    const { body } = await app.request('GET', '/v1/exchange-rates?limit=2', { key })
    t.match(body.data, [
      { base: 'EUR', currency: 'AUD', date: '2025-10-09', rate: '1.76' },
      { currency: 'BGN' },
    ])
    const next = await app.request('GET', `/v1/exchange-rates?limit=1&cursor=${body.nextCursor}`, {
      key,
    })
    t.match(next.body.data, [{ currency: 'BRL' }])
  })

  await t.test('imported rates hold at once and from their day on', async (t) => {
    const done = await importRates(
      app.database,
      ecb({ '2026-11-20': { USD: '1.25', JPY: '180' }, '2026-11-01': { USD: '1.2' } }),
    )
    t.same(done, { rateCount: 3, changedCount: 3, firstDate: '2026-11-01', lastDate: '2026-11-20' })
    t.equal(await rate('EUR', 'USD'), '1.25')
    t.equal(await rate('USD', 'JPY'), '144')
    t.equal(await rate('EUR', 'USD', new Date('2026-11-10T00:00:00Z')), '1.2')
    t.equal(await rate('EUR', 'GBP'), '0.8683')
    const { body } = await app.request('GET', '/v1/exchange-rates?base=USD&date=2026-11-20', {
      key,
    })
    const jpy = body.data.find(({ currency }: { currency: string }) => currency === 'JPY')
    t.match(jpy, { base: 'USD', rate: '144', date: '2026-11-20' })
  })

  await t.test('an import again changes nothing, a correction what it corrects', async (t) => {
    const again = await importRates(app.database, ecb({ '2026-11-20': { USD: '1.2500' } }))
    t.equal(again.changedCount, 0)
    const correction = await importRates(app.database, ecb({ '2026-11-20': { USD: '1.24' } }))
    t.equal(correction.changedCount, 1)
    t.equal(await rate('EUR', 'USD'), '1.24')
    await t.rejects(importRates(app.database, ecb({ '2026-11-21': { USD: '-1' } })), RateFileError)
    t.equal(await rate('EUR', 'USD'), '1.24')
  })

  await t.test('currencies and dates are checked', async (t) => {
    const get = (query: string) => app.request('GET', `/v1/exchange-rates?${query}`, { key })
    t.equal((await get('base=ZZZ')).status, 400)
    t.equal((await get('base=KWD')).body.code, 'rate_not_available')
    t.equal((await get('date=yesterday')).status, 400)
    t.equal((await get('cursor=x')).body.code, 'invalid_cursor')
  })

  await t.test('the operator’s rule takes the place of one that ships', async (t) => {
    const duty = () =>
      app.database.read(async (db) => {
        const { duties, exchange } = await currentPolicies(db, at)
        const lines = [{ hsCode: '610910', value: money(1000, 'USD') }]
        const parcel = {
          lines,
          shipping: money(0, 'USD'),
          shipFrom: 'CN',
          destination: 'US',
          incoterm: 'DAP' as const,
        }
        return dutiesAndTaxes(duties, exchange, parcel, at).map(({ amount }) => amount.amountMinor)
      })
    t.same(await duty(), [100])
    const listed = await app.request('GET', '/v1/duty-rules?destination=US&date=2026-11-23', {
      key,
    })
    t.same(
      listed.body.data.map(({ id }: { id: string }) => id),
      ['us-duty'],
    )
    const body = { ...listed.body.data[0], basisPoints: 3500 }
    const put = (given: object, by = operator.key) =>
      app.request('PUT', '/v1/duty-rules/us-duty', { key: by, body: given })
    const { id: _, ...rule } = body
    t.equal((await put(rule, key)).body.code, 'insufficient_scope')
    t.match((await put({ ...rule, destinations: ['XX'] })).body, { code: 'invalid_request' })
    t.equal((await put(rule)).status, 200)
    t.same(await duty(), [350])
  })

  await t.test('a ban set by the operator holds at once', async (t) => {
    const bans = () =>
      app.database.read(async (db) => {
        const { restrictions } = await currentPolicies(db, at)
        return forbiddingRules(restrictions, ['battery'], 'DE', at).map(({ id }) => id)
      })
    t.same(await bans(), [])
    const body = {
      restriction: 'battery',
      destinations: ['EU'],
      reason: 'A test.',
      validFrom: '2026-11-01',
      validUntil: null,
      source: 'test',
    }
    const url = '/v1/restriction-rules/no-batteries'
    t.equal((await app.request('PUT', url, { key: operator.key, body })).status, 200)
    t.same(await bans(), ['no-batteries'])
    const { body: list } = await app.request('GET', '/v1/restriction-rules?destination=DE', { key })
    t.ok(list.data.some(({ id }: { id: string }) => id === 'no-batteries'))
  })

  await t.test('an address is checked without placing anything', async (t) => {
    const address = {
      name: 'E. M.',
      line1: 'Invalidenstr. 117',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    }
    const check = (body: unknown) => app.request('POST', '/v1/addresses/check', { key, body })
    t.match((await check({ address })).body, { isValid: true, address, faults: [] })
    const bad = await check({ address: { ...address, postalCode: '1' } })
    t.match(bad.body, {
      isValid: false,
      address: null,
      faults: [{ pointer: '#/address/postalCode', code: 'invalid_postal_code' }],
    })
    t.equal((await check({ address: { ...address, planet: 'Mars' } })).status, 400)
  })
})
