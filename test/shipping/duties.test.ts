import fc from 'fast-check'
import t from 'tap'
import { money } from '../../src/core/money.ts'
import { type Consignment, dutiesAndTaxes } from '../../src/shipping/duties.ts'
import type { ExchangeTable } from '../../src/shipping/exchange.ts'
import type { DutyRule } from '../../src/shipping/schema.ts'
import { shippedDutyRules } from '../../src/shipping/shipped-policies.ts'

const table: ExchangeTable = {
  base: 'EUR',
  rates: new Map(
    [
      ['USD', '1.25'],
      ['GBP', '0.8'],
      ['BRL', '6'],
    ].map(([currency, rate]) => [
      currency!,
      { currency: currency!, rate: rate!, date: '2026-11-20', source: 'test' },
    ]),
  ),
}
const at = new Date('2026-11-23T12:00:00Z')
const before = new Date('2026-06-30T12:00:00Z')

function parcel(values: [hsCode: string | null, minor: number][], more: Partial<Consignment> = {}) {
  const currency = more.shipping?.currency ?? 'EUR'
  return {
    lines: values.map(([hsCode, minor]) => ({ hsCode, value: money(minor, currency) })),
    shipping: money(500, currency),
    shipFrom: 'CN',
    destination: 'DE',
    incoterm: 'DAP',
    ...more,
  } satisfies Consignment
}

function owed(consignment: Consignment, when = at, rules: readonly DutyRule[] = shippedDutyRules) {
  return dutiesAndTaxes(rules, table, consignment, when).map((line) => [
    line.ruleId,
    line.amount.amountMinor,
    line.isCollectedAtCheckout ? 'checkout' : 'carrier',
  ])
}

t.test(
  'a small parcel into the EU owes EUR 3 per tariff heading, then VAT on everything',
  async (t) => {
    const three = parcel([
      ['61091000', 2000],
      ['610910', 1000],
      ['85171300', 4000],
    ])
    t.same(owed(three), [
      ['eu-low-value-duty', 600, 'checkout'],
      ['eu-vat-de', Math.round((7000 + 500 + 600) * 0.19), 'checkout'],
    ])
    t.same(owed(three, before), [['eu-vat-de', 1425, 'checkout']])
    t.same(owed(three, new Date('2028-07-01T00:00:00Z')), [['eu-vat-de', 1425, 'checkout']])
  },
)

t.test('lines without an HS code count as headings of their own', async (t) => {
  const unknown = parcel([
    [null, 1000],
    [null, 1000],
  ])
  t.same(owed(unknown)[0], ['eu-low-value-duty', 600, 'checkout'])
})

t.test(
  'above EUR 150 the tariff of the goods applies at the door, under DDP at checkout',
  async (t) => {
    const dear = parcel([
      ['620342', 20_000],
      ['950300', 10_000],
      ['330300', 10_000],
    ])
    const shares = (500 / 40_000) * 100
    t.equal(shares, 1.25)
    t.same(owed(dear), [
      ['eu-duty-62', Math.round(20_250 * 0.12), 'carrier'],
      ['eu-duty-95', Math.round(10_125 * 0.012), 'carrier'],
      ['eu-duty', Math.round(10_125 * 0.042), 'carrier'],
      ['eu-vat-de', Math.round((40_500 + 2430 + 122 + 425) * 0.19), 'carrier'],
    ])
    t.ok(owed({ ...dear, incoterm: 'DDP' }).every(([, , place]) => place === 'checkout'))
  },
)

t.test('nothing is owed inside one customs territory', async (t) => {
  t.same(owed(parcel([['610910', 1000]], { shipFrom: 'FR' })), [])
  t.same(owed(parcel([['610910', 1000]], { shipFrom: 'DE' })), [])
  t.not(owed(parcel([['610910', 1000]], { shipFrom: null })).length, 0)
})

t.test('bands are judged in the currency of the rule', async (t) => {
  const dollars = { shipping: money(0, 'USD'), destination: 'GB' }
  const atLimit = parcel([['851713', 21_093]], dollars)
  t.same(owed(atLimit), [['gb-vat', 4219, 'checkout']])
  const over = parcel([['851713', 21_095]], dollars)
  t.same(
    owed(over).map(([id, , place]) => [id, place]),
    [
      ['gb-duty', 'carrier'],
      ['gb-vat', 'carrier'],
    ],
  )
})

t.test('the United States ask for duty from the first dollar since 29 August 2025', async (t) => {
  const gift = parcel([['420221', 5000]], { shipping: money(0, 'USD'), destination: 'US' })
  t.same(owed(gift, new Date('2025-08-28T00:00:00Z')), [])
  t.same(owed(gift), [['us-duty', 500, 'checkout']])
})

t.test('Brazil stacks import duty and ICMS', async (t) => {
  const shirt = parcel([['610910', 4000]], { shipping: money(1000, 'USD'), destination: 'BR' })
  t.same(owed(shirt), [
    ['br-duty-low', 1000, 'checkout'],
    ['br-icms', Math.round(6000 * 0.2048), 'checkout'],
  ])
})

t.test('the longest prefix, then the country, then the newest rule holds', async (t) => {
  const [sample] = shippedDutyRules
  const rule = (id: string, more: Partial<DutyRule>): DutyRule => ({
    ...sample!,
    id,
    kind: 'duty',
    destinations: ['*'],
    shipsFrom: ['*'],
    shipsFromExcept: [],
    valueUpToMinor: null,
    perHeadingMinor: 0,
    basisPoints: 1000,
    validFrom: '2020-01-01',
    validUntil: null,
    ...more,
  })
  const goods = parcel([['610910', 1000]])
  const winner = (...rules: DutyRule[]) => owed(goods, at, rules).map(([id]) => id)
  t.same(winner(rule('any', {}), rule('country', { destinations: ['DE'] })), ['country'])
  const chapter = rule('chapter', { hsPrefix: '61' })
  t.same(winner(rule('country', { destinations: ['DE'] }), chapter), ['chapter'])
  t.same(winner(rule('newer', { validFrom: '2026-01-01' }), rule('older', {})), ['newer'])
  t.same(winner(rule('ended', { validUntil: '2026-11-23' })), [])
  t.same(winner(rule('not yet', { validFrom: '2026-11-24' })), [])
})

const hsCode = fc.constantFrom(null, '610910', '61091000', '851713', '950300', '330300')
const lines = fc.array(fc.tuple(hsCode, fc.integer({ min: 1, max: 100_000 })), {
  minLength: 1,
  maxLength: 8,
})
const destination = fc.constantFrom('DE', 'FI', 'GB', 'US', 'BR', 'FR')

t.test(
  'whatever is sent, each rule and line is taxed once and the order of lines is nothing',
  async () => {
    fc.assert(
      fc.property(lines, destination, fc.nat(20_000), (values, country, shipping) => {
        const more = { destination: country, shipping: money(shipping, 'EUR') }
        const found = dutiesAndTaxes(shippedDutyRules, table, parcel(values, more), at)
        const turned = dutiesAndTaxes(
          shippedDutyRules,
          table,
          parcel(values.toReversed(), more),
          at,
        )
        const perKind = (kind: string) => found.filter((line) => line.kind === kind)
        const positions = (kind: string) => perKind(kind).flatMap((line) => line.lines)
        const totalOf = (all: typeof found) =>
          all.reduce((sum, { amount }) => sum + amount.amountMinor, 0)
        return (
          found.every(({ amount }) => amount.amountMinor > 0 && amount.currency === 'EUR') &&
          new Set(found.map(({ ruleId }) => ruleId)).size === found.length &&
          ['duty', 'tax'].every(
            (kind) => new Set(positions(kind)).size === positions(kind).length,
          ) &&
          Math.abs(totalOf(found) - totalOf(turned)) <= found.length
        )
      }),
    )
  },
)
