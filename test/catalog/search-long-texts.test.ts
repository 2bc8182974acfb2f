import t from 'tap'
import { line, shop } from './shop.ts'

const languages = ['de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'sv']
// Words that no other text has: no stem, no two alike.
const words = (language: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${language}${index}wort`).join(' ')

const world = await shop(t)
await world.importFeed(
  line('p1', {
    title: 'Garden hose',
    description: words('en', 300),
    attributes: Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`field ${index}`, words(`v${index}x`, 3)]),
    ),
    texts: Object.fromEntries(
      languages.map((language) => [
        language,
        { title: `Schlauch${language}`, description: words(language, 300) },
      ]),
    ),
    variants: [{ sku: 'GH-4711-X', price: { amountMinor: 900, currency: 'EUR' }, stock: 3 }],
  }),
)

t.test('what tells most is found, however much a product says of itself', async (t) => {
  const cases: [string, string][] = [
    ['garden hose', 'its title'],
    ['GH4711X', 'its SKU'],
    ['GH-4711-Y', 'its SKU with a slip'],
    ...languages.map((language): [string, string] => [
      `schlauch${language}`,
      `its title in ${language}`,
    ]),
    ['en299wort', 'its description to the end'],
    ['v19x2wort', 'its last attribute'],
    ['sv9wort', 'how its description begins in its last language'],
  ]
  for (const [query, what] of cases) {
    const { status, body } = await world.app.request(
      'GET',
      `/v1/products/search?q=${encodeURIComponent(query)}`,
      { key: world.stranger.key },
    )
    t.equal(status, 200)
    t.equal(body.data[0]?.externalId, 'p1', `${what}: ${query}`)
  }
})

t.test('words and brands in letters of two code units are cut between letters', async (t) => {
  // Adlam, odd by one letter of a single unit.
  const long = `a${'\u{1e900}'.repeat(30)}`
  await world.importFeed(
    line('p2', {
      title: `Lamp ${long}`,
      brand: long,
      variants: [{ sku: 'AD-1', price: { amountMinor: 900, currency: 'EUR' }, stock: 3 }],
    }),
  )
  for (const query of [
    `q=${encodeURIComponent(long)}`,
    `q=lamp&brands=${encodeURIComponent(long)}`,
  ]) {
    const { status, body } = await world.app.request('GET', `/v1/products/search?${query}`, {
      key: world.stranger.key,
    })
    t.equal(status, 200)
    t.equal(body.data[0]?.externalId, 'p2')
  }
})
