import t from 'tap'
import { line, shop } from './shop.ts'

const count = 1_300
const heads = 30
const rare = 5
// What is for cables comes first and in numbers; the cables themselves come last.
const world = await shop(t)
await world.importFeed(
  Array.from({ length: count }, (_, index) => {
    const isCable = index >= count - heads
    const at = String(index).padStart(4, '0')
    return line(`p${at}`, {
      title: isCable ? `Red cable ${at}` : `Holder for red cable ${at}`,
      brand: index >= count - rare ? 'Rare' : 'Common',
      variants: [
        { sku: `s${at}`, price: { amountMinor: 10_000 - index, currency: 'EUR' }, stock: 1 },
      ],
    })
  }).join(''),
)

interface Count {
  value: string
  count: number
}

async function search(query: string) {
  const { body } = await world.app.request('GET', `/v1/products/search?${query}`, {
    key: world.stranger.key,
  })
  return body as {
    data: { externalId: string; title: string }[]
    nextCursor: string | null
    totalCount: number
    isTotalExact: boolean
    facets: { sellers: Count[]; brands: Count[]; prices: Count[] } | null
  }
}

for (const words of ['cable', 'red cable']) {
  t.test(`${words}: more products than are weighed`, async (t) => {
    const found = await search(`q=${encodeURIComponent(words)}&limit=${heads}&facets=seller`)
    t.ok(
      found.data.every(({ title }) => title.startsWith('Red cable')),
      'what is named by a word is weighed before what only has it',
    )
    t.match(found, { totalCount: 600, isTotalExact: false }, 'at least so many')
    t.equal(found.facets?.sellers[0]?.count, 600, 'facets count what was weighed')
  })
}

t.test('sorted by price, every product is looked at', async (t) => {
  const found = await search('q=cable&sort=priceAscending&limit=3&facets=seller')
  t.match(found, { totalCount: count, isTotalExact: true })
  t.equal(found.facets?.sellers[0]?.count, count, 'and by the facets')
  t.same(
    found.data.map(({ externalId }) => externalId),
    ['p1299', 'p1298', 'p1297'],
    'the cheapest of all',
  )
})

async function walk(query: string): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await search(`${query}${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...page.data.map(({ externalId }) => externalId))
    cursor = page.nextCursor
  }
  return seen
}

t.test('pages follow one another to the end of what is weighed', async (t) => {
  const seen = await walk('q=red%20cable&limit=100')
  t.equal(seen.length, 600)
  t.equal(new Set(seen).size, 600, 'each once')
})

for (const words of ['', 'q=red%20cable&']) {
  t.test(
    `what few products pass is counted whole ${words && 'among many with the words'}`,
    async (t) => {
      const found = await search(`${words}brands=rare&facets=brand,seller,price`)
      t.match(found, { totalCount: rare, isTotalExact: true })
      const { sellers = [], prices = [], brands = [] } = found.facets ?? {}
      t.same(
        sellers.map((one) => one.count),
        [rare],
      )
      t.equal(
        prices.reduce((sum, one) => sum + one.count, 0),
        rare,
      )
      t.ok(brands[0]!.count > rare, 'a facet does not filter itself')
      t.equal(brands[0]!.value, 'Common')
    },
  )
}

for (const sort of ['relevance', 'newest', 'priceAscending', 'priceDescending', 'rating']) {
  t.test(`without words, by ${sort}: pages hold each product once, few or many`, async (t) => {
    const few = await walk(`brands=rare&sort=${sort}&limit=2`)
    t.equal(few.length, rare)
    t.equal(new Set(few).size, rare)
    if (sort === 'priceAscending') t.same(few, ['p1299', 'p1298', 'p1297', 'p1296', 'p1295'])
    if (sort === 'priceDescending') t.same(few, ['p1295', 'p1296', 'p1297', 'p1298', 'p1299'])
    const many = await walk(`brands=common&sort=${sort}&limit=100`)
    t.equal(many.length, count - rare)
    t.equal(new Set(many).size, count - rare)
  })
}
