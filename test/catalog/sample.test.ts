import t from 'tap'
import { importSample } from '../../src/catalog/index.ts'
import { sampleSellers } from '../../src/catalog/sample/sellers.ts'
import { testApp } from '../support/app.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

t.test('the sample imports without a problem, twice', async (t) => {
  const { app, database, request, newKey } = await testApp(t)
  t.ok(app)
  const heard: number[] = []
  const first = await importSample(database, (products) => heard.push(products))
  t.equal(first.sellers, sampleSellers.length)
  t.ok(first.products > 3000)
  t.equal(heard.at(-1), first.products)
  const versions = () =>
    database.read(async ({ sql }) => {
      const [row] = await sql`select sum(version) as versions, count(*) from products`
      return row
    })
  const before = await versions()
  t.same(await importSample(database), first)
  t.same(await versions(), before, 'the second time touches nothing')

  const [counts] = await database.read(
    ({ sql }) => sql`
      select count(*) filter (where problems > 0) as bad, count(*) as imports from (
        select (select count(*) from import_problems p where p.import_id = i.id) as problems
        from imports i) i`,
  )
  t.match(counts, { bad: 0, imports: sampleSellers.length * 2 })

  const shared = await database.read(
    ({ sql }) => sql`
      select gtin, count(distinct seller_id)::int as sellers from variants
      where gtin is not null group by gtin`,
  )
  t.ok(shared.length > 1500)
  t.ok(
    shared.every(({ sellers }) => sellers === 2),
    'each shared GTIN is offered by two sellers',
  )
  const { key } = await newKey()
  const categories = await request('GET', '/v1/categories?depth=1', { key })
  t.ok(categories.body.data.some((c: { name: string }) => c.name === 'Electronics'))
})
