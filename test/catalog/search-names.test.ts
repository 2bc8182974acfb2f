import t from 'tap'
import { line, shop } from './shop.ts'

const offer = (sku: string) => ({
  variants: [{ sku, price: { amountMinor: 1200, currency: 'EUR' }, stock: 9 }],
})

const world = await shop(t)
await world.importFeed(
  [
    line('stick', { title: 'SanDisk Ultra USB flash drive 64 GB', ...offer('us') }),
    line('floppy', { title: 'Floppy drive, with flash light and USB plug', ...offer('fd') }),
    line('adapter', { title: 'HP 65W AC adapter, black', ...offer('ac') }),
    line('board', { title: 'Extension board with power switch', ...offer('eb') }),
  ].join(''),
)

async function get(path: string) {
  const { status, body } = await world.app.request('GET', path, { key: world.stranger.key })
  t.equal(status, 200)
  return body
}

t.test('goods are found by what else they are called', async (t) => {
  const cases: [string, string, string][] = [
    ['thumb drive', 'stick', 'another name of several words'],
    ['thumbdrive', 'stick', 'written as one word'],
    ['flash-drive', 'stick', 'written with a hyphen'],
    ['charger', 'adapter', 'a likely name'],
  ]
  for (const [query, first, why] of cases) {
    const { data } = await get(`/v1/products/search?q=${encodeURIComponent(query)}`)
    t.equal(data[0]?.externalId, first, `${why}: ${query}`)
  }
  const { data } = await get('/v1/products/search?q=thumbdrive')
  t.equal(data.length, 1, 'a drive with a flash light is no flash drive')
})

t.test('names of several words are suggested as they are written', async (t) => {
  const { queries } = await get('/v1/products/suggest?q=flash')
  t.ok(queries.includes('flash drive'), JSON.stringify(queries))
  t.notOk(queries.some((query: string) => query.includes('_')))
})
