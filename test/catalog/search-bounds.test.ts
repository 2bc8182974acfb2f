import t from 'tap'
import { line, shop } from './shop.ts'

const count = 1_300
const heads = 30
// What is for cables comes first and in numbers; the cables themselves come last.
const world = await shop(t)
await world.importFeed(
  Array.from({ length: count }, (_, index) => {
    const isCable = index >= count - heads
    const at = String(index).padStart(4, '0')
    return line(`p${at}`, {
      title: isCable ? `Red cable ${at}` : `Holder for red cable ${at}`,
      variants: [
        { sku: `s${at}`, price: { amountMinor: 10_000 - index, currency: 'EUR' }, stock: 1 },
      ],
    })
  }).join(''),
)

async function search(query: string) {
  const { body } = await world.app.request('GET', `/v1/products/search?${query}`, {
    key: world.stranger.key,
  })
  return body as {
    data: { externalId: string; title: string }[]
    nextCursor: string | null
    totalCount: number
    isTotalExact: boolean
    facets: { sellers: { count: number }[] } | null
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

t.test('pages follow one another to the end of what is weighed', async (t) => {
  const seen = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await search(`q=red%20cable&limit=100${cursor ? `&cursor=${cursor}` : ''}`)
    for (const { externalId } of page.data) seen.add(externalId)
    cursor = page.nextCursor
  }
  t.equal(seen.size, 600, 'each once')
})
