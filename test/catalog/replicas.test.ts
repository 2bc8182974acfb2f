import t from 'tap'
import { operations } from '../../src/contract/operations.ts'
import { isWrite } from '../../src/core/operation.ts'
import { testDatabase } from '../support/database.ts'
import { line, shop } from './shop.ts'

t.setTimeout(120_000)

t.test(
  'searches and product pages read replicas, and the primary when they are away',
  async (t) => {
    // A replica that is far behind: it has the tables and nothing in them.
    const replica = await testDatabase(t)
    const { app, owner, sellerId, importFeed } = await shop(t, 'Test shop', { replicas: [replica] })
    await importFeed(line('mug', { title: 'Red mug' }))
    const [product] = (
      await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: owner.key })
    ).body.data
    t.ok(product, 'a seller reads what it has just written')
    const found = async () => {
      const { body } = await app.request('GET', '/v1/products/search?q=red+mug', { key: owner.key })
      return body.data.length
    }
    const page = async () => {
      const { status } = await app.request('GET', `/v1/products/${product.id}`, { key: owner.key })
      return status
    }
    t.equal(await found(), 0)
    t.equal(await page(), 404)
    await replica.close()
    t.equal(await found(), 1)
    t.equal(await page(), 200)
  },
)

t.test('nothing that writes reads a replica', async (t) => {
  const reading = operations.filter(({ reads }) => reads !== undefined)
  t.ok(reading.length > 5)
  for (const operation of reading) t.notOk(isWrite(operation), operation.name)
})
