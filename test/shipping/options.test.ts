import t from 'tap'
import { money } from '../../src/core/money.ts'
import { deliveryDistribution } from '../../src/shipping/estimate.ts'
import { LifeTables } from '../../src/shipping/life-tables.ts'
import {
  chargeableGrams,
  chooseOption,
  requireOption,
  shippingOptions,
} from '../../src/shipping/options.ts'
import { type ParcelItem, packParcel } from '../../src/shipping/parcel.ts'
import type { RateBook, ServiceRate } from '../../src/shipping/rate-book.ts'
import { shippedRestrictionRules } from '../../src/shipping/shipped-policies.ts'

const at = new Date('2026-11-23T12:00:00Z')
const price = {
  currency: 'EUR',
  baseMinor: 500,
  perKgMinor: 1000,
  volumetricDivisor: 5000,
  maxWeightGrams: 10_000,
  freeOverMinor: 10_000,
  minDays: 5,
  maxDays: 9,
}
const slow: ServiceRate = {
  serviceId: 's1',
  sellerId: 'a',
  code: 'slow',
  carrier: 'Post',
  name: 'Slow',
  shipFrom: null,
  handlingDays: 2,
  isTracked: true,
  incoterm: 'DAP',
  acceptedRestrictions: ['battery'],
  price,
}
const fast: ServiceRate = {
  ...slow,
  serviceId: 's2',
  code: 'fast',
  name: 'Fast',
  acceptedRestrictions: [],
  price: { ...price, baseMinor: 2000, freeOverMinor: null, minDays: 1, maxDays: 2 },
}

function bookOf(...services: ServiceRate[]): RateBook {
  return {
    exchange: {
      base: 'EUR',
      rates: new Map([
        ['USD', { currency: 'USD', rate: '1.25', date: '2026-11-20', source: 'test' }],
      ]),
    },
    duties: [],
    restrictions: shippedRestrictionRules,
    lifeTables: new LifeTables([]),
    servicesOf: () => services,
    distributionOf: (rate) =>
      deliveryDistribution(
        { handlingDays: rate.handlingDays, ...rate.price! },
        { handling: [], transit: [] },
      ),
  }
}

const item: ParcelItem = {
  quantity: 2,
  weightGrams: 250,
  lengthMm: 100,
  widthMm: 100,
  heightMm: 50,
  restrictions: [],
  value: money(2000, 'EUR'),
}
const parcelOf = (more: Partial<ParcelItem> = {}, shipFrom: string | null = 'DE') =>
  packParcel('a', shipFrom, [{ ...item, ...more }])
const optionsOf = (book: RateBook, parcel = parcelOf(), country = 'FR', currency = 'EUR') =>
  shippingOptions(book, parcel, { country }, currency, at)

t.test('weights, volumes and restrictions of lines add up to one parcel', async (t) => {
  const parcel = packParcel('a', 'CN', [
    { ...item, restrictions: ['liquid', 'battery'] },
    { ...item, quantity: 1, weightGrams: null, lengthMm: null, restrictions: ['battery'] },
  ])
  t.same(parcel, {
    sellerId: 'a',
    shipFrom: 'CN',
    weightGrams: 800,
    volumeMm3: 1_000_000,
    restrictions: ['battery', 'liquid'],
    value: money(4000, 'EUR'),
  })
  t.throws(() => packParcel('a', null, []), RangeError)
})

t.test('the dearer of weight and volume is charged', async (t) => {
  t.equal(chargeableGrams(price, { ...parcelOf(), volumeMm3: 5_000_000 }), 1000)
  t.equal(chargeableGrams(price, { ...parcelOf(), volumeMm3: 1000 }), 500)
  t.equal(chargeableGrams({ ...price, volumetricDivisor: null }, parcelOf()), 500)
  t.equal(optionsOf(bookOf(slow)).options[0]?.price.amountMinor, 500 + 500)
})

t.test('options come cheapest first, in the currency asked for, with their dates', async (t) => {
  const { options } = optionsOf(bookOf(fast, slow), parcelOf(), 'FR', 'USD')
  t.same(
    options.map(({ code, price, listPrice }) => [code, price, listPrice]),
    [
      ['slow', money(1250, 'USD'), money(1000, 'EUR')],
      ['fast', money(3125, 'USD'), money(2500, 'EUR')],
    ],
  )
  t.equal(chooseOption(options, 'cheapest')?.code, 'slow')
  t.equal(chooseOption(options, 'fastest')?.code, 'fast')
  t.equal(chooseOption(options, 'fast')?.code, 'fast')
  t.equal(chooseOption(options, 'none'), undefined)
  t.equal(options[0]?.shipBy.toISOString(), '2026-11-25T23:59:59.999Z')
  for (const option of options) t.ok(option.deliveryP50At <= option.deliverBy)
})

t.test('goods over the threshold travel free', async (t) => {
  const dear = parcelOf({ value: money(12_500, 'USD') })
  const { options } = optionsOf(bookOf(slow, fast), dear)
  t.same(
    options.map(({ code, price }) => [code, price.amountMinor]),
    [
      ['slow', 0],
      ['fast', 2500],
    ],
  )
})

t.test('each service left out says why', async (t) => {
  const reasons = (services: ServiceRate[], parcel = parcelOf(), currency = 'EUR') =>
    optionsOf(bookOf(...services), parcel, 'FR', currency).excluded.map(({ reason }) => reason)
  t.same(reasons([{ ...slow, price: null }]), ['destination_not_served'])
  t.same(reasons([{ ...slow, shipFrom: 'CN' }]), ['ships_from_elsewhere'])
  t.same(reasons([{ ...slow, shipFrom: 'CN' }], parcelOf({}, null)), [])
  t.same(reasons([slow], parcelOf({ weightGrams: 6000 })), ['too_heavy'])
  const endless = { ...slow, price: { ...price, maxWeightGrams: null } }
  t.same(reasons([endless], parcelOf({ quantity: 1_000_000 })), ['too_heavy'])
  t.same(reasons([slow, fast], parcelOf({ restrictions: ['battery'] })), [
    'restriction_not_accepted',
  ])
  t.same(reasons([{ ...slow, acceptedRestrictions: ['*'] }], parcelOf({ restrictions: ['x'] })), [])
  t.same(reasons([slow], parcelOf(), 'CHF'), ['rate_not_available'])
})

t.test('nothing is offered where the goods are forbidden', async (t) => {
  const vape = parcelOf({ restrictions: ['vape'] })
  const found = shippingOptions(
    bookOf({ ...slow, acceptedRestrictions: ['*'] }),
    vape,
    { country: 'SG' },
    'EUR',
    at,
  )
  t.same(found.options, [])
  t.throws(() => requireOption(found, 'cheapest', '#/lines/0'), {
    code: 'destination_restricted',
    extra: { forbiddenBy: [{ id: 'vape-bans', restriction: 'vape' }] },
  })
  t.equal(optionsOf(bookOf({ ...slow, acceptedRestrictions: ['*'] }), vape).options.length, 1)
})

t.test('a choice that cannot be met is refused with what could be', async (t) => {
  const nowhere = optionsOf(bookOf({ ...slow, price: null }))
  t.throws(() => requireOption(nowhere, 'cheapest', '#/shipping'), {
    code: 'destination_not_served',
    extra: { excluded: [{ code: 'slow', reason: 'destination_not_served' }] },
  })
  t.throws(() => requireOption(optionsOf(bookOf(slow, fast)), 'drone', '#/shipping'), {
    code: 'shipping_service_not_available',
    message: 'The service "drone" does not take this parcel: choose one of slow, fast.',
  })
  t.equal(requireOption(optionsOf(bookOf(slow)), 'cheapest', '#').code, 'slow')
})
