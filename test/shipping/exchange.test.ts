import fc from 'fast-check'
import t from 'tap'
import { money } from '../../src/core/money.ts'
import { parseEcbRates, RateFileError } from '../../src/shipping/ecb.ts'
import { type ExchangeTable, exchange, rateBetween } from '../../src/shipping/exchange.ts'
import { shippedRates } from '../../src/shipping/shipped-policies.ts'

const published = (currency: string, rate: string, date = '2026-11-20') =>
  [currency, { currency, rate, date, source: 'test' }] as const

const table: ExchangeTable = {
  base: 'EUR',
  rates: new Map([
    published('USD', '1.25'),
    published('JPY', '180'),
    published('GBP', '0.8', '2026-11-19'),
  ]),
}

t.test('rates are exact against the base and crossed through it', async (t) => {
  t.equal(rateBetween(table, 'EUR', 'USD').rate, '1.25')
  t.equal(rateBetween(table, 'USD', 'EUR').rate, '0.8')
  t.equal(rateBetween(table, 'USD', 'JPY').rate, '144')
  t.equal(rateBetween(table, 'JPY', 'USD').rate, '0.006944444444444444')
  t.match(rateBetween(table, 'USD', 'GBP'), { rate: '0.64', asOf: '2026-11-19', source: 'test' })
  t.equal(rateBetween(table, 'CHF', 'CHF').rate, '1')
  t.throws(() => rateBetween(table, 'EUR', 'CHF'), { code: 'rate_not_available' })
})

t.test('amounts are converted with one rounding to the minor unit', async (t) => {
  t.same(exchange(table, money(1000, 'USD'), 'JPY'), money(1440, 'JPY'))
  t.same(exchange(table, money(1, 'JPY'), 'EUR'), money(1, 'EUR'))
  t.same(exchange(table, money(1000, 'CHF'), 'CHF'), money(1000, 'CHF'))
})

t.test('there and back moves an amount by no more than the coarser unit', async () => {
  const minor = fc.integer({ min: 0, max: 1_000_000_000 })
  fc.assert(
    fc.property(minor, (amountMinor) => {
      const there = exchange(table, money(amountMinor, 'USD'), 'GBP')
      const back = exchange(table, there, 'USD')
      return Math.abs(back.amountMinor - amountMinor) <= 1
    }),
  )
})

const day = (date: string, rates: string) => `<Cube time='${date}'>${rates}</Cube>`
const envelope = (days: string) =>
  `<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="g" xmlns="e"><Cube>${days}</Cube></gesmes:Envelope>`

t.test('the published file is read by day and currency', async (t) => {
  const rates = parseEcbRates(
    envelope(
      day(
        '2026-11-20',
        "<Cube currency='USD' rate='1.1611'/><Cube currency='JPY' rate='177.40'/>",
      ) + day('2026-11-19', "<Cube currency='USD' rate='1.1600'/>"),
    ),
  )
  t.same(
    rates.map(({ base, quote, date, rate }) => [base, quote, date, rate]),
    [
      ['EUR', 'USD', '2026-11-20', '1.1611'],
      ['EUR', 'JPY', '2026-11-20', '177.40'],
      ['EUR', 'USD', '2026-11-19', '1.1600'],
    ],
  )
})

t.test('other files are refused with the line', async (t) => {
  const usd = (rate: string) =>
    envelope(day('2026-11-20', `\n<Cube currency='USD' rate='${rate}'/>`))
  t.throws(() => parseEcbRates(usd('0.000')), { message: 'Line 2: "0.000" is no rate.' })
  t.throws(() => parseEcbRates(usd('1,2')), RateFileError)
  t.throws(() => parseEcbRates(usd('1e9')), RateFileError)
  t.throws(() => parseEcbRates(envelope('')), /holds no rates/)
  t.throws(() => parseEcbRates('date,USD\n2026-11-20,1.1'), RateFileError)
  t.throws(() => parseEcbRates(envelope("<Cube currency='USD' rate='1'/>")), /outside of a day/)
  t.throws(() => parseEcbRates(envelope(day('20.11.2026', ''))), /no date/)
  t.throws(() => parseEcbRates('<a><b></a>'), RateFileError)
})

t.test('the rates that come with the product are whole and of one day', async (t) => {
  const rates = shippedRates()
  t.equal(new Set(rates.map(({ date }) => date)).size, 1)
  for (const currency of ['USD', 'GBP', 'BRL', 'CNY', 'JPY', 'PLN', 'AUD']) {
    t.ok(
      rates.some(({ quote }) => quote === currency),
      currency,
    )
  }
})
