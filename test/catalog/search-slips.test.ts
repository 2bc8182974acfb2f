import t from 'tap'
import { line, shop } from './shop.ts'

const world = await shop(t)

async function find(query: string) {
  const { body } = await world.app.request(
    'GET',
    `/v1/products/search?q=${encodeURIComponent(query)}`,
    { key: world.stranger.key },
  )
  const found: { externalId: string }[] = body.data
  return { found: found.map(({ externalId }) => externalId), correction: body.correction }
}

const product = (id: string, title: string, mpn?: string) =>
  line(id, {
    title,
    ...(mpn ? { mpn } : {}),
    variants: [{ sku: id, price: { amountMinor: 1000, currency: 'EUR' }, stock: 5 }],
  })
const many = (count: number, id: string, title: string) =>
  Array.from({ length: count }, (_, i) => product(`${id}${i}`, title)).join('')

await world.importFeed(
  [
    product('notebook', 'Acer notebook 14 inch'),
    product('bag', 'Bag for a laptop'),
    product('point', 'Wireless access point'),
    many(30, 'port', 'Serial port card'),
    product('blank', 'Verbatim blank disc'),
    many(30, 'black', 'Black pen'),
    product('stick', 'Memory stick 64 GB'),
    product('lead', 'Power lead 4.6 m'),
    product('router', 'TP-Link router'),
    product('epson', 'Epson ink', 'L-2045W'),
    product('kyocera', 'Kyocera toner', 'L340GAMING'),
    product('hp1', 'HP toner black', 'FB6505'),
    product('hp2', 'HP toner yellow', 'FB6551'),
    product('1644533-99', 'Mains plug'),
    product('plug', 'Plug 99'),
  ].join(''),
)

t.test('what a slip meant is found as if it had been typed', async (t) => {
  const cases: [string, string, string, string][] = [
    ['acer latpop', 'notebook', 'acer laptop', 'by the synonyms of what was meant'],
    ['access poit', 'point', 'access point', 'the word that goes with the others'],
    ['verbatim blak disc', 'blank', 'verbatim blank disc', 'though another is more frequent'],
    ['6z4gb stick', 'stick', '64gb stick', 'a letter among digits'],
    ['lead 4.6 meetr', 'lead', 'lead 4.6 meter', 'a mistyped unit'],
    ['tpt-link router', 'router', 'tp-link router', 'a letter too many before a hyphen'],
    ['l-2405w', 'epson', 'l2045w', 'two digits swapped in the middle of a short number'],
    ['kyocera l340agming', 'kyocera', 'kyocera l340gaming', 'and of a long one'],
    ['fb6550', 'hp1', 'fb6505', 'the likelier of two numbers'],
  ]
  for (const [query, first, correction, why] of cases) {
    const answer = await find(query)
    t.equal(answer.found[0], first, `${why}: ${query}`)
    t.equal(answer.correction, correction, `says so: ${query}`)
  }
})

t.test('what is right stays as it is', async (t) => {
  for (const query of [
    'access point',
    'black pen',
    'tp-link router',
    'L-2045W',
    'notebook 14 in',
  ]) {
    t.equal((await find(query)).correction, null, query)
  }
  const { correction } = await find('bath towels')
  t.equal(correction, null, 'goods that nobody sells')
})

t.test('a code that is found is the answer, whatever its parts would find', async (t) => {
  t.same((await find('1644533-99')).found, ['1644533-99'])
  t.same((await find('1644535-99')).found, ['1644533-99'], 'with a slip, too')
  t.same((await find('7771112-99')).found, ['plug'], 'parts are better than nothing')
})
