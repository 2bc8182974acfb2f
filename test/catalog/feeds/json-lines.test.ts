import { gzipSync } from 'node:zlib'
import t from 'tap'
import { fixture, places, readAll, refusal } from './read.ts'

t.test('products with and without variants', async (t) => {
  const { format, products, errors, warnings } = await readAll(fixture('products.jsonl'))
  t.equal(format, 'jsonLines')
  t.same(errors, [])
  t.same(places(warnings), ['2:sku:sku_derived', '2:flavour:unknown_field'])
  const [kettle, tea] = products
  t.match(kettle, {
    externalId: 'K-1',
    gtins: ['4006381333931', '96385074'],
    categoryPath: ['Kitchen', 'Kettles'],
    variants: [
      { sku: 'K-1-R', stock: 4, weightGrams: 900, gtin: null },
      { sku: 'K-1-B', compareAtPriceMinor: 4999, options: [{ name: 'Colour', value: 'black' }] },
    ],
  })
  t.same(kettle?.attributes, [
    { name: 'capacity', value: 1.7 },
    { name: 'cordless', value: true },
    { name: 'colour', value: 'red' },
    { name: 'colour', value: 'black' },
  ])
  t.same(kettle?.images, [
    { url: 'https://img.example/k1.jpg', alt: null },
    { url: 'https://img.example/k2.jpg', alt: 'Back' },
  ])
  t.match(tea, {
    externalId: '2',
    categoryPath: ['Food', 'Tea'],
    texts: [{ language: 'de', title: 'Tee', description: 'Grün' }],
    originCountry: 'JP',
    restrictions: ['food'],
    variants: [{ sku: '2', price: { amountMinor: 500, currency: 'JPY' }, stock: 100 }],
  })
})

const price = '"price":{"amountMinor":100,"currency":"EUR"}'

t.test('each bad line is reported by pointer and costs itself only', async (t) => {
  const { products, errors } = await readAll(
    [
      `{"id":"a","title":"A",${price}}`,
      `{"id":"b","title":"B",${price}`,
      '["c"]',
      `{"title":"no id",${price}}`,
      `{"id":"e","title":["E"],${price}}`,
      '{"id":"f","title":"F","variants":[{"sku":"f","price":{"amountMinor":1.5,"currency":"EUR"}}]}',
      '{"id":"g","title":"G","variants":[{"sku":"g","price":{"amountMinor":1,"currency":"EURO"}}]}',
      `{"id":"h","title":"H",${price},"stock":-1}`,
      `{"id":"i","title":"I",${price},"originCountry":"Narnia"}`,
      `{"id":"j","title":"J"}`,
      `{"id":"k","title":"${'x'.repeat(1_100_000)}",${price}}`,
      '',
      `{"id":"l","title":"L",${price}}`,
    ].join('\n'),
    65_536,
  )
  t.same(
    products.map(({ externalId }) => externalId),
    ['a', 'l'],
  )
  t.same(
    errors.map(({ line, column, externalId, problem }) => [line, column, externalId, problem.code]),
    [
      [2, '67', null, 'malformed_json'],
      [3, null, null, 'not_an_object'],
      [4, '/externalId', null, 'field_missing'],
      [5, '/title', 'e', 'wrong_type'],
      [6, '/variants/0/price/amountMinor', 'f', 'wrong_type'],
      [7, '/variants/0/price/currency', 'g', 'unknown_currency'],
      [8, '/stock', 'h', 'wrong_type'],
      [9, '/originCountry', 'i', 'wrong_type'],
      [10, '/price', 'j', 'field_missing'],
      [11, null, null, 'line_too_long'],
    ],
  )
})

t.test('an unknown field is named once per file', async (t) => {
  const line = (id: string) =>
    `{"id":"${id}","title":"T","sku":"${id}","stock":1,"mood":"good",${price}}`
  const { warnings } = await readAll([line('a'), line('b'), line('c')].join('\n'))
  t.same(places(warnings), ['1:mood:unknown_field'])
})

t.test('gzip, UTF-16 and broken gzip', async (t) => {
  const plain = fixture('products.jsonl')
  t.equal((await readAll(gzipSync(plain))).products.length, 2)
  const utf16 = Buffer.from(`\ufeff${plain.toString('utf8')}`, 'utf16le')
  const { products } = await readAll(utf16)
  t.equal(products[1]?.texts[0]?.description, 'Grün')
  const broken = gzipSync(plain).subarray(0, 300)
  t.equal(await refusal(() => readAll(broken, 50)), 'broken_gzip')
})
