import t from 'tap'
import { fixture, places, readAll, refusal } from './read.ts'

t.test('a product export with variants, images and a draft', async (t) => {
  const { format, products, errors, warnings } = await readAll(fixture('shopify.csv'))
  t.equal(format, 'shopifyCsv')
  t.same(errors, [])
  const [scarf, mug, hat] = products
  t.equal(products.length, 3)
  t.match(scarf, {
    externalId: 'wool-scarf',
    title: 'Wool scarf',
    description: 'Warm & soft\nKnitted from "merino" wool,\ntwo metres long.',
    brand: 'Fjordknit',
    categoryPath: ['Scarves'],
    status: 'active',
    gtins: ['4006381333931'],
  })
  t.same(scarf?.attributes, [
    { name: 'tag', value: 'winter' },
    { name: 'tag', value: 'wool' },
  ])
  t.same(
    scarf?.images.map(({ url, alt }) => [url.replace(/.*\//, ''), alt]),
    [
      ['scarf-1.jpg', null],
      ['scarf-2.jpg', 'Red scarf'],
      ['scarf-3.jpg', 'Detail'],
      ['scarf-red.jpg', null],
    ],
    'images follow their positions, those of variants come last',
  )
  t.match(scarf?.variants, [
    {
      sku: 'FS-RED',
      price: { amountMinor: 3990, currency: 'USD' },
      compareAtPriceMinor: 4990,
      stock: 12,
      weightGrams: 180,
      gtin: '4006381333931',
      options: [
        { name: 'Colour', value: 'Red' },
        { name: 'Size', value: 'One' },
      ],
    },
    {
      sku: 'FS-BLUE',
      stock: 0,
      gtin: '4006381333931',
      options: [{ name: 'Colour', value: 'Blue' }, {}],
    },
  ])
  t.match(mug?.variants, [{ sku: 'tea-mug', stock: 0, options: [], compareAtPriceMinor: null }])
  t.match(hat, { status: 'retired', condition: 'used' })
  t.ok(places(warnings).includes('7:variant barcode:gtin_invalid'))
  t.ok(places(warnings).includes('7:variant sku:sku_derived'))
})

const head =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n'

t.test('a bad row costs itself only', async (t) => {
  const { products, errors } = await readAll(
    `${head}a,A,Title,Default Title,A,1.00,1
b,"B opens a quote,Title,Default Title,B,1.00,1
c,C,Title,Default Title,C,1.00
d,D,Title,Default Title,D,cheap,1
e,E,Size,S,E-S,5.00,1
e,,,M,E-M,5.001,1
e,,,L,E-L,6.00,many
,F,Title,Default Title,F,1.00,1
"g","G ""quoted""",Title,Default Title,G,2.00,1
`,
  )
  t.same(places(errors).sort(), [
    '3:-:unclosed_quote',
    '4:-:column_count',
    '5:variant price:price_invalid',
    '7:variant price:price_too_fine',
    '8:variant inventory qty:stock_invalid',
    '9:handle:field_missing',
  ])
  t.same(
    products.map(({ externalId, variants }) => [externalId, variants.map(({ sku }) => sku)]),
    [
      ['a', ['A']],
      ['e', ['E-S']],
      ['g', ['G']],
    ],
  )
  t.ok(
    errors.every(({ problem }) => problem.reason !== '' && problem.fix !== ''),
    'each says why and what to do',
  )
})

t.test('semicolons, a byte order mark, the newer column names and metafields', async (t) => {
  const { products, errors } = await readAll(
    '\ufeffURL handle;Title;SKU;Price;Inventory quantity;Fabric (product.metafields.custom.fabric);Colour code\r\n' +
      'x;Über-Hemd;X-1;"1.299,00";3;Cotton;#fff\r\n',
    1,
  )
  t.same(errors, [])
  t.match(products, [
    {
      externalId: 'x',
      title: 'Über-Hemd',
      attributes: [{ name: 'fabric', value: 'Cotton' }],
      variants: [{ sku: 'X-1', price: { amountMinor: 129900 }, stock: 3 }],
    },
  ])
})

t.test('a field over many lines ends where its quote ends', async (t) => {
  const lines = Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n')
  const { products, errors } = await readAll(
    `Handle,Title,Body (HTML),Variant Price\na,A,"${lines}",1.00\nb,B,"never closed,2.00\nc,C,x,3.00\n`,
    4096,
  )
  t.same(places(errors), ['402:-:unclosed_quote'])
  t.same(
    products.map(({ externalId }) => externalId),
    ['a', 'c'],
  )
  t.equal(products[0]?.description, lines)
})

t.test('lines may end as on Windows or on old Macs', async (t) => {
  const text = 'Handle,Title,Body (HTML),Variant Price\na,A,"two\nlines",1.00\nb,B,,2.00\n'
  for (const end of ['\r\n', '\r']) {
    const { products, errors } = await readAll(text.replaceAll('\n', end), 5)
    t.same(errors, [])
    t.same(
      products.map(({ externalId, description }) => [externalId, description]),
      [
        ['a', 'two\nlines'],
        ['b', ''],
      ],
    )
  }
  const broken = `${text}c,C\n`.replaceAll('\n', '\r\n')
  t.same(places((await readAll(broken, 3)).errors), ['5:-:column_count'], 'and are counted alike')
})

t.test('a column that occurs twice stops the file', async (t) => {
  t.equal(await refusal(() => readAll('Handle,Title,Title\na,b,c\n')), 'duplicate_column')
})
