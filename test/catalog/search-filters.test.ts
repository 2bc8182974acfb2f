import t from 'tap'
import { line, shop } from './shop.ts'

const offer = (sku: string) => ({
  variants: [{ sku, price: { amountMinor: 1200, currency: 'EUR' }, stock: 9 }],
})
const many = Object.fromEntries(
  Array.from({ length: 90 }, (_, index) => [`Field ${index}`, `value${index} of ${index}`]),
)

const names = ['b_id3_tag_display', 'b_6_35_mm_connector', 'Wi-Fi 6 ready', 'USB/C_powered']

const world = await shop(t)
await world.importFeed(
  [
    line('en', {
      title: 'Thing',
      condition: 'used',
      attributes: [
        { name: 'Length', value: '1/2', unit: 'mm' },
        { name: 'Weight', value: 0.5, unit: 'kg' },
        { name: 'Screen', value: '12', unit: '"' },
        { name: 'Ports', value: 'USB-C, HDMI 2.1' },
        { name: 'Size', value: '2 x 3', unit: 'm' },
        { name: 'Note', value: 'and' },
        { name: 'Wireless', value: true },
        { name: 'Battery', value: false },
        { name: 'Model', value: 'TN-2110' },
        { name: 'Code', value: '1.23456' },
        { name: 'Letter', value: 'x' },
        ...names.map((name) => ({ name, value: true })),
      ],
      ...offer('en'),
    }),
    line('de', {
      title: 'Thing',
      language: 'de',
      attributes: { Farbe: 'Schwarze Töne', Gewicht: '5,50 kg' },
      ...offer('de'),
    }),
    // Nothing is left of «line» by the rules for Czech.
    line('cs', {
      title: 'Thing line',
      language: 'cs',
      attributes: { Typ: 'line' },
      ...offer('cs'),
    }),
    line('ja', {
      title: 'Thing',
      language: 'ja',
      attributes: { 色: '黒色', 素材: '革 leather' },
      ...offer('ja'),
    }),
    line('full', { title: 'Thing', attributes: many, ...offer('full') }),
  ].join(''),
)

interface Value {
  value: string
  count: number
}
interface Found {
  totalCount: number
  data: { externalId: string }[]
  facets: { attributes: { name: string; values: Value[] }[] }
}

async function search(query: string): Promise<Found> {
  const { status, body } = await world.app.request('GET', `/v1/products/search?${query}`, {
    key: world.stranger.key,
  })
  t.equal(status, 200)
  return body
}

const by = (attribute: string) => `attributes=${encodeURIComponent(attribute)}`

for (const words of ['', 'q=thing&']) {
  const how = words === '' ? 'without words' : 'with words'
  t.test(`every value that facets offer finds as many products as they say, ${how}`, async (t) => {
    const { facets } = await search(`${words}facets=attributes`)
    t.ok(facets.attributes.length >= 20)
    for (const { name, values } of facets.attributes) {
      for (const { value, count } of values) {
        const found = await search(words + by(`${name}:${value}`))
        t.equal(found.totalCount, count, `${name}: ${value}`)
      }
    }
  })

  t.test(`what a product is said to have, in any language and unit, ${how}`, async (t) => {
    const cases: [string, string][] = [
      ['length:1/2', 'en'],
      ['weight:0.5', 'en'],
      ['weight:0..1', 'en'],
      ['screen:12', 'en'],
      ['ports:USB-C, HDMI 2.1', 'en'],
      ['size:2 x 3', 'en'],
      ['note:and', 'en'],
      ['wireless:true', 'en'],
      ['battery:false', 'en'],
      ...names.map((name): [string, string] => [`${name}:true`, 'en']),
      ['model:TN-2110', 'en'],
      ['code:1.23456', 'en'],
      ['letter:x', 'en'],
      ['farbe:Schwarze Töne', 'de'],
      ['gewicht:5,50 kg', 'de'],
      ['typ:line', 'cs'],
      ['色:黒色', 'ja'],
      ['素材:革 leather', 'ja'],
      ['field 59:value59 of 59', 'full'],
    ]
    for (const [attribute, id] of cases) {
      const { data } = await search(words + by(attribute))
      t.same(
        data.map(({ externalId }) => externalId),
        [id],
        attribute,
      )
    }
    t.equal((await search(words + by('typ:lin'))).totalCount, 0)
    t.equal((await search(`${words}conditions=used`)).totalCount, 1)
    t.equal((await search(`${words}conditions=used,new`)).totalCount, 5)
  })
}
