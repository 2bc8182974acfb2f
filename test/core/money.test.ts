import fc from 'fast-check'
import t from 'tap'
import { currencyCodes, currencyExponent, isCurrency } from '../../src/core/currency.ts'
import {
  add,
  allocate,
  compare,
  convert,
  equals,
  formatMoney,
  max,
  min,
  money,
  multiply,
  negate,
  parseMoney,
  percent,
  subtract,
  sum,
  toDecimal,
  zero,
} from '../../src/core/money.ts'
import { divideRounded, formatDecimal, parseDecimal, rational } from '../../src/core/rational.ts'

const currency = fc.constantFrom(...currencyCodes)
const minor = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
const amount = fc.record({ amountMinor: minor, currency })
const everyday = fc.record({
  amountMinor: fc.integer({ min: -100_000_000, max: 100_000_000 }),
  currency,
})
const weights = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
  .filter((list) => list.some((weight) => weight > 0))

t.test(
  'currencies carry their ISO 4217 exponent and units without a price are left out',
  async (t) => {
    t.same(['EUR', 'JPY', 'KWD', 'CLF'].map(currencyExponent), [2, 0, 3, 4])
    t.ok(isCurrency('BRL'))
    for (const code of ['XAU', 'XTS', 'XXX', 'eur', '', 'ZZZ']) t.notOk(isCurrency(code), code)
    t.throws(() => currencyExponent('ZZZ'), /"ZZZ" is not an ISO 4217 currency/)
  },
)

t.test('amounts are safe integers of a known currency', async (t) => {
  t.same(money(1250, 'EUR'), { amountMinor: 1250, currency: 'EUR' })
  for (const bad of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    t.throws(() => money(bad, 'EUR'), RangeError)
  }
  const most = money(Number.MAX_SAFE_INTEGER, 'EUR')
  t.throws(() => add(most, money(1, 'EUR')), /not a safe integer/)
  t.throws(() => multiply(most, 2), /not a safe integer/)
  t.throws(() => add(money(1, 'EUR'), money(1, 'USD')), /cannot be mixed/)
  t.throws(() => compare(money(1, 'EUR'), money(1, 'USD')), /cannot be mixed/)
})

t.test('sums, differences and orderings agree with each other', async () => {
  fc.assert(
    fc.property(amount, minor, (a, other) => {
      const b = { ...a, amountMinor: other }
      return (
        equals(subtract(add(a, b), b), a) &&
        equals(add(a, negate(a)), zero(a.currency)) &&
        equals(sum([a, b], a.currency), add(b, a)) &&
        equals(add(min(a, b), max(a, b)), add(a, b)) &&
        compare(a, b) === Math.sign(other > a.amountMinor ? -1 : a.amountMinor - other)
      )
    }),
  )
})

t.test('allocation loses nothing and stays within one unit of the exact share', async (t) => {
  t.same(
    allocate(money(100, 'EUR'), [1, 1, 1]).map((part) => part.amountMinor),
    [34, 33, 33],
  )
  t.same(
    allocate(money(-5, 'EUR'), [3, 7]).map((part) => part.amountMinor),
    [-2, -3],
  )
  t.throws(() => allocate(money(1, 'EUR'), [0, 0]), /at least one weight/)
  t.throws(() => allocate(money(1, 'EUR'), [2, -1]), /negative/)
  fc.assert(
    fc.property(amount, weights, (whole, shares) => {
      const parts = allocate(whole, shares)
      const total = shares.reduce((all, share) => all + share, 0)
      return (
        equals(sum(parts, whole.currency), whole) &&
        parts.every(
          (part, index) =>
            Math.abs(part.amountMinor - (whole.amountMinor * shares[index]!) / total) < 1.001 &&
            (shares[index] !== 0 || part.amountMinor === 0),
        )
      )
    }),
  )
})

t.test('percentages round half to even unless told otherwise', async (t) => {
  const rounded = (minorUnits: number, points: number) =>
    percent(money(minorUnits, 'EUR'), points).amountMinor
  t.equal(rounded(50, 100), 0)
  t.equal(rounded(150, 100), 2)
  t.equal(rounded(-150, 100), -2)
  t.equal(rounded(151, 100), 2)
  t.equal(percent(money(50, 'EUR'), 100, 'halfUp').amountMinor, 1)
  t.equal(percent(money(1, 'EUR'), 100, 'up').amountMinor, 1)
  t.equal(percent(money(-199, 'EUR'), 100, 'down').amountMinor, -1)
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 30_000 }), (whole, points) => {
      const share = percent(whole, points)
      return (
        Math.abs(share.amountMinor * 10_000 - whole.amountMinor * points) <= 5_000 &&
        equals(percent(negate(whole), points), negate(share))
      )
    }),
  )
})

t.test('conversion is exact in the rate and scales between minor units', async (t) => {
  t.same(convert(money(1000, 'EUR'), 'USD', '1.0837'), money(1084, 'USD'))
  t.same(convert(money(1000, 'EUR'), 'JPY', '163.455'), money(1635, 'JPY'))
  t.same(convert(money(100, 'JPY'), 'KWD', '0.0021'), money(210, 'KWD'))
  t.same(convert(money(300, 'USD'), 'EUR', rational(1n, 3n)), money(100, 'EUR'))
  t.throws(() => convert(money(1, 'EUR'), 'USD', '0'), /above 0/)
  t.throws(() => convert(money(1, 'EUR'), 'USD', '1e5'), /not a decimal/)
  fc.assert(
    fc.property(everyday, currency, fc.integer({ min: 1, max: 1_000_000 }), (from, to, parts) => {
      const rate = rational(BigInt(parts), 10_000n)
      const there = convert(from, to, rate)
      const back = convert(there, from.currency, rational(rate.denominator, rate.numerator))
      const step =
        (10 ** currencyExponent(from.currency) / 10 ** currencyExponent(to)) * (10_000 / parts)
      return Math.abs(back.amountMinor - from.amountMinor) <= step / 2 + 1
    }),
  )
})

t.test('decimals are read and written without a change', async (t) => {
  t.same(parseMoney('12.5', 'EUR'), money(1250, 'EUR'))
  t.same(parseMoney('-0.01', 'EUR'), money(-1, 'EUR'))
  t.same(parseMoney('700', 'JPY'), money(700, 'JPY'))
  t.equal(toDecimal(money(-5, 'EUR')), '-0.05')
  t.equal(toDecimal(money(700, 'JPY')), '700')
  for (const bad of ['12.505', '', '1,50', '1e3', ' 1', '0x10', '99999999999999999999']) {
    t.throws(() => parseMoney(bad, 'EUR'), RangeError, bad)
  }
  fc.assert(fc.property(amount, (a) => equals(parseMoney(toDecimal(a), a.currency), a)))
})

t.test('people read the amount in their own language', async (t) => {
  t.equal(formatMoney(money(123_456, 'EUR')), '€1,234.56')
  t.equal(formatMoney(money(123_456, 'EUR'), 'de').replace(/\s/, ' '), '1.234,56 €')
  t.equal(formatMoney(money(500, 'JPY'), 'en'), '¥500')
  t.equal(formatMoney(money(9_007_199_254_740_991, 'USD')), '$90,071,992,547,409.91')
})

t.test('fractions stay exact', async (t) => {
  t.equal(formatDecimal(rational(1n, 3n), 6), '0.333333')
  t.equal(formatDecimal(rational(-5n, 4n), 4), '-1.25')
  t.same(parseDecimal('1.50'), { numerator: 3n, denominator: 2n })
  t.same(rational(2n, -4n), { numerator: -1n, denominator: 2n })
  t.throws(() => rational(1n, 0n), RangeError)
  t.throws(() => divideRounded(1n, 0n), RangeError)
})
