import t from 'tap'
import { recordSales } from '../../src/catalog/index.ts'
import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { ids } from '../../src/core/ids.ts'
import { jobs } from '../../src/search/index.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import { line, shop } from './shop.ts'

t.setTimeout(120_000)

/** The same mug of two sellers; `order` is who comes first in a search for it. */
async function twoMugs(t: Parameters<typeof shop>[0]) {
  const made = await shop(t, 'First')
  const { app, owner } = made
  const second = await app.database.transaction((db) =>
    ensureSeller(
      db,
      { name: 'Second', currency: 'EUR', accountId: owner.accountId, country: 'DE' },
      new Date(),
    ),
  )
  await made.importFeed(line('first', { title: 'Red mug' }))
  const importAsSecond = async (body: string) => {
    await app.request('POST', `/v1/imports?seller=${ids.seller.encode(second.id)}`, {
      key: owner.key,
      body: Buffer.from(body),
      headers: { 'content-type': 'application/octet-stream' },
    })
    while ((await runQueuedImports(app.database)) > 0);
  }
  await importAsSecond(line('second', { title: 'Red mug' }))
  const weigh = jobs.find(({ name }) => name === 'followSellers')!
  return {
    ...made,
    importAsSecond,
    async order() {
      const found = await app.request('GET', '/v1/products/search?q=red+mug', { key: owner.key })
      return found.body.data.map(({ externalId }: { externalId: string }) => externalId)
    },
    async score(expected: number) {
      await app.database.transaction(
        ({ sql }) => sql`update sellers set expected_score = ${expected} where id = ${second.id}`,
      )
      let weighed = 0
      while ((await weigh.run(app.database, new Date())) > 0) weighed += 1
      return weighed
    },
  }
}

t.test('among equals the more reliable seller comes first', async (t) => {
  const { order, score, importAsSecond } = await twoMugs(t)
  t.same(await order(), ['first', 'second'], 'equals stand in the order they came')
  t.equal(await score(98), 1)
  t.same(await order(), ['second', 'first'])
  t.equal(await score(98.4), 0, 'small changes rewrite nothing')
  await importAsSecond(line('third', { title: 'Red mug' }))
  t.same(await order(), ['second', 'third', 'first'], 'what comes later weighs the same')
  t.equal(await score(60), 1)
  t.same(await order(), ['first', 'second', 'third'])
  t.equal(await score(88), 1, 'and back to where every seller begins')
  t.same(await order(), ['first', 'second', 'third'])
})

t.test('among equals what sells comes first, as soon as it has sold', async (t) => {
  const { app, order, score } = await twoMugs(t)
  const [variant] = await app.database.read(
    ({ sql }) => sql<{ id: string }[]>`select id from variants where sku = 'second'`,
  )
  await app.database.transaction((db) =>
    recordSales(db, [{ variantId: variant!.id, quantity: 30 }]),
  )
  t.same(await order(), ['second', 'first'])
  await score(40)
  t.same(await order(), ['first', 'second'], 'sales do not outweigh a seller that fails its buyers')
})
