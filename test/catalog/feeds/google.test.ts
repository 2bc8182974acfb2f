import t from 'tap'
import { fixture, places, readAll, refusal } from './read.ts'

t.test('a tab-separated feed', async (t) => {
  const { format, products, errors, warnings } = await readAll(fixture('google.tsv'))
  t.equal(format, 'googleTsv')
  t.same(errors, [])
  t.match(products, [
    {
      externalId: 'G-1',
      title: 'Desk lamp 27" wide',
      gtins: ['4006381333931'],
      googleCategoryId: 594,
      attributes: [{ name: 'color', value: 'black' }],
      variants: [
        {
          price: { amountMinor: 99900, currency: 'EUR' },
          compareAtPriceMinor: 129900,
          stock: 7,
          weightGrams: 1500,
        },
      ],
    },
    {
      externalId: 'G-2',
      title: '"Best" chair',
      description: 'Folds\tflat',
      gtins: [],
      condition: 'refurbished',
      categoryPath: ['Furniture', 'Chairs'],
      variants: [{ price: { amountMinor: 15000, currency: 'JPY' }, stock: 0, weightGrams: 907 }],
    },
    { variants: [{ price: { amountMinor: 1250, currency: 'KWD' }, stock: 0 }] },
  ])
  t.same(
    products[0]?.images.map(({ url }) => url),
    ['https://img.example/1.jpg', 'https://img.example/1b.jpg', 'https://img.example/1c.jpg?a=1,2'],
  )
  t.same(places(warnings), [
    '2:link:field_not_imported',
    '2:taste:unknown_field',
    '3:gtin:gtin_invalid',
  ])
})

t.test('RSS: groups, CDATA, nested fields, a sale that is over', async (t) => {
  const { format, products, errors, warnings } = await readAll(fixture('google-rss.xml'))
  t.equal(format, 'googleXml')
  t.same(errors, [])
  t.same(products.map(({ externalId }) => externalId).sort(), ['CAP', 'SHIRT'])
  const shirt = products.find(({ externalId }) => externalId === 'SHIRT')
  t.match(shirt, {
    title: 'Linen shirt & tie',
    description: 'Airy linen',
    attributes: [{ name: 'Care', value: '30 °C: gentle' }],
    variants: [
      {
        sku: 'SHIRT-M',
        price: { amountMinor: 4900 },
        compareAtPriceMinor: null,
        stock: 10,
        options: [
          { name: 'color', value: 'white' },
          { name: 'size', value: 'M' },
        ],
      },
      { sku: 'SHIRT-L', options: [{ name: 'size', value: 'L' }] },
    ],
  })
  t.equal(shirt?.images.length, 3)
  t.same(places(warnings), ['5:shipping:field_not_imported', '5:availability:stock_assumed'])
})

t.test('Atom: the Google id wins over the entry id', async (t) => {
  const { products, errors } = await readAll(fixture('google-atom.xml'))
  t.same(errors, [])
  t.match(products, [
    { externalId: 'BOWL-1', title: 'Dog bowl', categoryPath: ['Animals', 'Pet Supplies'] },
  ])
})

const item = (id: string, rest = '<g:price>1 EUR</g:price>') =>
  `<item><g:id>${id}</g:id><g:title>T</g:title><g:availability>in stock</g:availability>${rest}</item>\n`
const rss = (items: string) =>
  `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>\n${items}</channel></rss>`

t.test('a bad item costs itself only', async (t) => {
  const { products, errors } = await readAll(
    rss(
      item('a') +
        item('b', '<g:price>1 EUR</g:price><g:brand>A & B</g:brand>') +
        item('c', '<g:price>1</g:price>') +
        item('d', '<g:price>1 QQQ</g:price>') +
        item('e', '<g:price>1 EUR</g:price><g:brand>unclosed') +
        item('f', '<g:price>1 EUR</g:price><g:condition>mint</g:condition>') +
        item('g', '') +
        '<item><g:id>h</g:id>\n' +
        item('i'),
    ),
  )
  t.same(
    products.map(({ externalId }) => externalId),
    ['a', 'i'],
  )
  t.same(
    errors.map(({ line, externalId, problem }) => [line, externalId, problem.code]),
    [
      [3, 'b', 'malformed_xml'],
      [4, 'c', 'currency_missing'],
      [5, 'd', 'unknown_currency'],
      [6, 'e', 'malformed_xml'],
      [7, 'f', 'condition_unknown'],
      [8, 'g', 'field_missing'],
      [9, 'h', 'malformed_xml'],
      [11, null, 'malformed_xml'],
    ],
  )
})

t.test('a file that breaks off is not taken for a whole one', async (t) => {
  const whole = rss(item('a') + item('b'))
  t.equal(await refusal(() => readAll(whole.slice(0, -30))), 'truncated_file')
})

t.test('elements nested without end stop the file', async (t) => {
  t.equal(await refusal(() => readAll(rss('<x>'.repeat(100)), 4096)), 'xml_too_deep')
})

t.test('a comment without end is not collected', async (t) => {
  const endless = rss(`<!-- ${'x'.repeat(200_000)}`)
  t.equal(await refusal(() => readAll(endless, 4096)), 'xml_token_too_long')
})

t.test('a long description is read whole', async (t) => {
  const text = 'word '.repeat(9000).trim()
  const long = item('a', `<g:price>1 EUR</g:price><g:description>${text}</g:description>`)
  const { products } = await readAll(rss(long), 4096)
  t.equal(products[0]?.description, text)
})

t.test('entities are not expanded', async (t) => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${rss(item('&b;'))}`
  const { products, errors } = await readAll(bomb, 4096)
  t.same(products, [])
  t.equal(errors[0]?.problem.code, 'malformed_xml')
})

t.test('groups are joined within a window and never hold the whole file', async (t) => {
  const filler = Array.from({ length: 1100 }, (_, i) => item(`f${i}`)).join('')
  const grouped = (id: string) =>
    item(id, '<g:price>1 EUR</g:price><g:item_group_id>G</g:item_group_id>')
  const { products } = await readAll(rss(grouped('x') + filler + grouped('y')), 65_536)
  const groups = products.filter(({ externalId }) => externalId === 'G')
  t.same(
    groups.map(({ variants }) => variants.map(({ sku }) => sku)),
    [['x'], ['y']],
    'too far apart: handed out twice, for the importer to refuse the second',
  )
})
