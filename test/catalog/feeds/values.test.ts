import fc from 'fast-check'
import t from 'tap'
import { gtin14, parseGtin } from '../../../src/catalog/feeds/gtin.ts'
import { htmlText } from '../../../src/catalog/feeds/html-text.ts'
import { parseLength, parseWeight } from '../../../src/catalog/feeds/measure.ts'
import { parsePrice } from '../../../src/catalog/feeds/price.ts'
import { currencyCodes } from '../../../src/core/currency.ts'
import { toDecimal } from '../../../src/core/money.ts'
import { refusal } from './read.ts'

t.test('prices survive being written and read in every currency', async (t) => {
  const price = fc.record({
    amountMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
    currency: fc.constantFrom(...currencyCodes),
  })
  fc.assert(
    fc.property(price, (money) => {
      const { amountMinor, currency } = parsePrice(
        `${toDecimal(money)} ${money.currency}`,
        'price',
        null,
      )
      return amountMinor === money.amountMinor && currency === money.currency
    }),
  )
  t.pass()
})

t.test('spellings of prices', async (t) => {
  const minor = (text: string, fallback: string | null = null) =>
    parsePrice(text, 'price', fallback).amountMinor
  t.equal(minor('USD 12'), 1200)
  t.equal(minor('12,5 EUR'), 1250)
  t.equal(minor('1,299.00 USD'), 129900)
  t.equal(minor('1.299,00 EUR'), 129900)
  t.equal(minor('1 299,00 EUR'), 129900)
  t.equal(minor('1,299 USD'), 129900)
  t.equal(minor('1000.00 JPY'), 1000)
  t.equal(minor('7.5', 'KWD'), 7500)
  for (const [text, code] of [
    ['12', 'currency_missing'],
    ['$12 USD', 'price_invalid'],
    ['-1 USD', 'price_invalid'],
    ['1,234 KWD', 'price_invalid'],
    ['12.345 USD', 'price_too_fine'],
    ['1 XAU', 'unknown_currency'],
    ['99999999999999 USD', 'price_too_high'],
    ['twelve USD', 'price_invalid'],
  ] as const) {
    t.equal(await refusal(() => minor(text)), `price:${code}`, text)
  }
})

t.test('GTINs are known by their check digit', async (t) => {
  t.equal(parseGtin('4006381333931'), '4006381333931')
  t.equal(parseGtin("'0882780756328"), '0882780756328')
  t.equal(parseGtin('96385074'), '96385074')
  t.equal(parseGtin('4006381333932'), null)
  t.equal(parseGtin('00000000'), null)
  t.equal(parseGtin('not a gtin'), null)
  t.equal(gtin14('96385074'), '00000096385074')
  const body = fc.stringMatching(/^[1-9]\d{11}$/)
  fc.assert(
    fc.property(
      body,
      (digits) => [...'0123456789'].filter((d) => parseGtin(digits + d)).length === 1,
    ),
  )
})

t.test('weights and lengths', async (t) => {
  t.equal(parseWeight('3640.0 g'), 3640)
  t.equal(parseWeight('1,5kg'), 1500)
  t.equal(parseWeight('15oz'), 425)
  t.equal(parseWeight('2 lb'), 907)
  t.equal(parseWeight('heavy'), null)
  t.equal(parseWeight('3'), null)
  t.equal(parseLength('8 in'), 203)
  t.equal(parseLength('20 cm'), 200)
})

t.test('HTML becomes readable text', async (t) => {
  t.equal(htmlText('<p>Tom&nbsp;&amp; Jerry</p><p>a < b</p>'), 'Tom & Jerry\na < b')
  t.equal(htmlText('x<script>alert("<p>")</script>y'), 'xy')
  t.equal(htmlText('<ul><li>one<li>two</ul>'), 'one\ntwo')
  t.equal(htmlText('  plain '), 'plain')
})
