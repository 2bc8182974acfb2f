import t from 'tap'
import { fold } from '../../src/search/analysis/fold.ts'
import { tokenise } from '../../src/search/analysis/tokens.ts'
import { normaliseCode, termOf, termsOf } from '../../src/search/analysis/words.ts'

const texts = (text: string) => tokenise(text).map((token) => token.text)

t.test('accents, case and compatibility forms fold away', async (t) => {
  t.equal(fold('Café MÓVIL Straße'), 'cafe movil strasse')
  t.equal(fold('ｗｉｄｅ ﬁlm'), 'wide film')
  t.equal(fold('がぎ'), 'がぎ', 'marks that make another letter stay')
  t.equal(fold('한국어'), '한국어')
})

t.test('units have one spelling', async (t) => {
  for (const text of ['3 m', '3m', '3.0 meter', '3-metre', '3,0 m']) {
    t.same(texts(text), ['3m'], text)
  }
  for (const text of ['12oz', '12 oz', '12-ounce', '12 ounces']) t.same(texts(text), ['12oz'], text)
  t.same(texts('15.6" (39.6 cm)'), ['15.6in', '39.6cm'])
  t.same(texts('2 in 1'), ['2', 'in', '1'], 'a preposition is no inch')
  t.same(texts('1,000 pcs'), ['1000', 'pcs'])
  const [feet] = tokenise('6 ft')
  t.same(termsOf(feet!, 'en'), ['6ft', '~1.8m'], 'and meet their like in other units')
})

t.test('compounds are one word and its parts', async (t) => {
  t.match(tokenise('TN-2110'), [{ text: 'tn2110', parts: ['tn', '2110'], kind: 'code' }])
  t.match(tokenise('cat6'), [{ text: 'cat6', parts: ['cat', '6'] }])
  t.match(tokenise('USB-C'), [{ text: 'usbc', parts: ['usb', 'c'] }])
  t.match(tokenise("men's"), [{ text: 'men', parts: [] }])
})

t.test('scripts without spaces become pairs', async (t) => {
  t.same(texts('マウス'), ['マウ', 'ウス'])
  t.same(texts('充電'), ['充電'])
  t.same(texts('USB充電器 5m'), ['usb', '充電', '電器', '5m'])
  t.ok(texts('สวัสดี').length > 2)
  t.same(texts('車'), ['車'], 'one letter stands for itself')
})

t.test('stems meet across number, gender and spelling', async (t) => {
  const same: [string, string, string][] = [
    ['en', 'cables', 'cable'],
    ['en', 'batteries', 'battery'],
    ['en', 'colour', 'color'],
    ['es', 'lapices', 'lapiz'],
    ['es', 'inalambricos', 'inalambrica'],
    ['pt', 'cartoes', 'cartao'],
    ['fr', 'cables', 'cable'],
    ['de', 'lampen', 'lampe'],
    ['it', 'lampade', 'lampada'],
  ]
  for (const [language, a, b] of same) {
    t.equal(termOf(a, language), termOf(b, language), `${language}: ${a}, ${b}`)
  }
  t.equal(termOf('kvr32n22', 'en'), 'kvr32n22', 'article numbers have no stem')
})

t.test('article numbers are letters and digits', async (t) => {
  t.equal(normaliseCode(' TN-2110 / B '), 'tn2110b')
  t.equal(normaliseCode('0005099206027299'), '5099206027299')
  t.equal(normaliseCode('0A7'), '0a7', 'zeros of a number with letters count')
})
