import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { money } from '../../src/core/money.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import { openRateBook, packParcel, shippingOptions } from '../../src/shipping/index.ts'
import { testApp } from '../support/app.ts'

const service = {
  carrier: 'Post',
  name: 'Parcel',
  shipFrom: null,
  handlingDays: 2,
  isTracked: true,
  incoterm: 'DAP',
  acceptedRestrictions: ['battery'],
  rates: [
    {
      countries: ['DE', 'FR'],
      currency: 'EUR',
      baseMinor: 400,
      perKgMinor: 100,
      volumetricDivisor: 5000,
      maxWeightGrams: 20_000,
      freeOverMinor: null,
      minDays: 1,
      maxDays: 3,
    },
    {
      countries: ['*'],
      currency: 'EUR',
      baseMinor: 1500,
      perKgMinor: 900,
      volumetricDivisor: null,
      maxWeightGrams: null,
      freeOverMinor: 20_000,
      minDays: 5,
      maxDays: 15,
    },
  ],
}

t.test('shipping services', async (t) => {
  const app = await testApp(t)
  const sellerId = await app.database.transaction(async (db) => {
    const wish = { name: 'Bertie’s', country: 'DE', currency: 'EUR', handlingDays: 6 }
    return (await ensureSeller(db, wish, new Date())).id
  })
  const seller = ids.seller.encode(sellerId)
  const shop = await app.newKey({ kind: 'seller', sellerId })
  const buyer = await app.newKey()
  const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'sellers:read'] })
  const url = `/v1/sellers/${seller}/shipping-services`
  const put = (code: string, body: unknown, key = shop.key) =>
    app.request('PUT', `${url}/${code}`, { key, body })
  const optionsTo = (country: string) =>
    app.database.read(async (db) => {
      const at = new Date()
      const book = await openRateBook(db, [sellerId], country, at)
      const item = {
        quantity: 1,
        weightGrams: 500,
        lengthMm: null,
        widthMm: null,
        heightMm: null,
        restrictions: [],
        value: money(1000, 'EUR'),
      }
      const parcel = packParcel(sellerId, 'DE', [item])
      return shippingOptions(book, parcel, { country }, 'EUR', at).options
    })
  const pricesTo = async (country: string) =>
    (await optionsTo(country)).map(({ code, price }) => [code, price.amountMinor])

  await t.test('a seller without services ships by those of the platform', async (t) => {
    const { body } = await app.request('GET', '/v1/shipping-services', { key: buyer.key })
    t.same(
      body.data.map(({ code, sellerId }: { code: string; sellerId: null }) => [code, sellerId]),
      [
        ['standard', null],
        ['express', null],
      ],
    )
    t.same(
      (await pricesTo('DE')).map(([code]) => code),
      ['standard', 'express'],
    )
    const handling = (await optionsTo('DE')).map(({ handlingDays }) => handlingDays)
    t.same(handling, [6, 6], 'packing is the seller’s to say')
  })

  await t.test('a seller sets, lists and replaces a service', async (t) => {
    const set = await put('parcel', service)
    t.equal(set.status, 200)
    t.match(set.body, { sellerId: seller, code: 'parcel', rates: service.rates })
    t.same(await pricesTo('FR'), [['parcel', 450]])
    t.same(await pricesTo('JP'), [['parcel', 1950]])
    const [onlyGermany] = service.rates
    const replaced = await put('parcel', { ...service, rates: [onlyGermany] })
    t.equal(replaced.body.id, set.body.id)
    t.same(await pricesTo('JP'), [])
    const { body } = await app.request('GET', url, { key: buyer.key })
    t.same(
      body.data.map(({ rates }: { rates: object[] }) => rates.length),
      [1],
    )
  })

  await t.test('groups of countries are written out', async (t) => {
    const rates = [{ ...service.rates[0], countries: ['EU'] }]
    const { body } = await put('parcel', { ...service, rates })
    t.equal(body.rates[0].countries.length, 27)
    t.same(await pricesTo('PL'), [['parcel', 450]])
  })

  await t.test('faults are named and change nothing', async (t) => {
    const [first, second] = service.rates
    const fault = async (rates: unknown[]) => {
      const { status, body } = await put('other', { ...service, rates })
      return [
        status,
        ...body.errors.map((error: { pointer: string; code: string }) => [
          error.pointer,
          error.code,
        ]),
      ]
    }
    t.same(await fault([{ ...first, countries: ['XX'] }]), [
      400,
      ['#/rates/0/countries', 'unknown_country'],
    ])
    t.same(await fault([{ ...first, currency: 'ZZZ' }]), [
      400,
      ['#/rates/0/currency', 'unknown_currency'],
    ])
    t.same(await fault([{ ...first, minDays: 9 }]), [400, ['#/rates/0/maxDays', 'too_small']])
    t.same(await fault([first, { ...second, countries: ['FR', 'US'] }]), [
      400,
      ['#/rates/1/countries', 'not_unique'],
    ])
    t.equal((await put('Not a code', service)).status, 400)
    const { body } = await app.request('GET', url, { key: buyer.key })
    t.equal(body.data.length, 1)
  })

  await t.test('only the seller and the operator change them', async (t) => {
    t.equal((await put('mine', service, buyer.key)).status, 404)
    const other = await app.newKey({ kind: 'seller', sellerId: newId() })
    t.equal((await put('mine', service, other.key)).body.code, 'not_found')
    const test = await app.newKey({ kind: 'seller', sellerId, mode: 'test' })
    t.equal((await put('mine', service, test.key)).body.code, 'forbidden')
    const platform = (key: string) =>
      app.request('PUT', '/v1/shipping-services/world', { key, body: service })
    t.equal((await platform(shop.key)).body.code, 'insufficient_scope')
    t.equal((await platform(operator.key)).status, 200)
    const { body } = await app.request('GET', '/v1/shipping-services', { key: buyer.key })
    t.same(
      body.data.map(({ code }: { code: string }) => code),
      ['world'],
    )
  })

  await t.test('a deleted service is gone, and the platform’s serve again', async (t) => {
    const remove = () => app.request('DELETE', `${url}/parcel`, { key: shop.key })
    t.same((await remove()).body, { code: 'parcel', isDeleted: true })
    t.equal((await remove()).body.code, 'not_found')
    t.same(await pricesTo('FR'), [['world', 450]])
  })
})
