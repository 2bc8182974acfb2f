import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import t from 'tap'
import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { line } from '../catalog/shop.ts'
import { deliver, world } from '../contract/world.ts'
import { openShop, orderOf, type Shop, shelve } from '../orders/shop.ts'
import type { TestKey } from '../support/app.ts'

t.setTimeout(120_000)
const stage = await world(t)
const { test, send } = stage

/**
 * Every query that postgres.js sends is counted where it starts, whoever made it; but not the greeting of
 * a connection, of which the pool opens one more when the machine is busy.
 */
const greeting = 'select 1'
let statements = 0
await test.database.read(async ({ sql }) => {
  const query = sql`select 1`
  const proto = Object.getPrototypeOf(query)
  const handle = proto.handle
  proto.handle = function (this: { executed: boolean; strings: readonly string[] }) {
    if (!this.executed && this.strings[0] !== greeting) statements++
    return handle.call(this)
  }
  t.teardown(() => {
    proto.handle = handle
  })
  return await query
})

async function counted(query: string, { key }: TestKey, variables: object) {
  const before = statements
  const { body } = await test.graphql(query, { key, variables })
  if (body.errors) throw new Error(JSON.stringify(body.errors))
  return { data: body.data, cost: body.extensions.cost, statements: statements - before }
}

async function stock(shop: Shop, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) =>
    line(`${shop.sellerId}-${i}`, {
      title: `Blue lamp ${i}`,
      categoryPath: ['Home', `Lamps ${i % 3}`],
    }),
  )
  await test.request('POST', '/v1/imports', {
    key: shop.key.key,
    body: Buffer.from(lines.join('')),
    headers: { 'content-type': 'application/jsonl' },
  })
  while ((await runQueuedImports(test.database)) > 0);
}

const shops = await Promise.all(Array.from({ length: 4 }, () => openShop(test)))
for (const shop of shops) await stock(shop, 5)

const resultsPage = `query ($first: Int) {
  searchProducts(q: "blue lamp", shipTo: "DE", first: $first, facets: [CATEGORY, SELLER, PRICE]) {
    edges {
      cursor
      node {
        id title images { url }
        offer { price { amountMinor currency } }
        variants { sku price { amountMinor currency } }
        category { name parent { name } }
        seller { id name reliability { score standing components { kind rate } } }
      }
    }
    totalCount
    facets { categories { name count } sellers { label count } }
    pageInfo { hasNextPage endCursor }
  }
}`

t.test('a results page is one query, and its statements do not grow with it', async (t) => {
  // Word lists and rates are read once and remembered.
  await counted(resultsPage, stage.buyer, { first: 1 })
  const few = await counted(resultsPage, stage.buyer, { first: 2 })
  const many = await counted(resultsPage, stage.buyer, { first: 18 })
  const { edges, totalCount, facets, pageInfo } = many.data.searchProducts
  t.equal(edges.length, 18)
  t.equal(totalCount, 20)
  t.equal(pageInfo.hasNextPage, true)
  t.equal(pageInfo.endCursor, edges.at(-1).cursor)
  t.ok(
    new Set(edges.map((edge: { node: { seller: { id: string } } }) => edge.node.seller.id)).size >
      2,
  )
  for (const { node } of edges) {
    t.equal(node.seller.reliability.standing, 'NEW')
    t.match(node.category, { name: /^Lamps/, parent: { name: 'Home' } })
  }
  t.equal(facets.sellers.length, 4)
  t.ok(many.statements <= few.statements, `${few.statements} for the few`)
  t.ok(many.statements <= 25, `${many.statements} statements`)
  t.ok(many.cost.requestedQueryCost <= 1000, `${many.cost.requestedQueryCost} points`)
})

const orderScreen = `query ($id: ID!) {
  getOrder(id: $id) {
    id status total { amountMinor currency }
    sellerOrders {
      id status
      seller { name reliability { score } }
      lines {
        quantity title
        product { id title seller { name } category { name } }
        variant { sku price { amountMinor } }
      }
      disputes { id status }
    }
    shipments { id parcels { trackingNumber state events { state occurredAt place } } }
    refunds { id total { amountMinor } }
    money { holdings { holder amount { amountMinor } } timeline { kind at } }
  }
}`

async function orderOfSellers(count: number): Promise<string> {
  const goods = await Promise.all(shops.slice(0, count).map((shop) => shelve(test, shop)))
  const order = await send('POST', '/v1/orders', stage.buyer, orderOf(goods))
  for (const part of order.sellerOrders) {
    const shop = shops.find(({ wireId }) => wireId === part.sellerId)!
    await deliver(send, part.id, shop.key)
  }
  return order.id
}

t.test('an order’s screen is one query, and its statements do not grow with it', async (t) => {
  const one = await orderOfSellers(1)
  const four = await orderOfSellers(4)
  await counted(orderScreen, stage.buyer, { id: one })
  const small = await counted(orderScreen, stage.buyer, { id: one })
  const large = await counted(orderScreen, stage.buyer, { id: four })
  const order = large.data.getOrder
  t.equal(order.sellerOrders.length, 4)
  t.equal(order.shipments.length, 4)
  for (const { parcels } of order.shipments) t.equal(parcels[0].events[0].state, 'DELIVERED')
  for (const part of order.sellerOrders) {
    t.equal(part.lines[0].product.seller.name, part.seller.name)
    t.equal(part.lines[0].variant.price.amountMinor, 1000)
  }
  t.equal(order.money.holdings.length >= 4, true)
  t.ok(order.money.timeline.length > 0)
  t.ok(large.statements <= small.statements, `${small.statements} for the small`)
  t.ok(large.statements <= 40, `${large.statements} statements`)
  t.ok(large.cost.requestedQueryCost <= 1000, `${large.cost.requestedQueryCost} points`)
})

t.test('links show nobody what their operations would not', async (t) => {
  const id = await orderOfSellers(1)
  const { body } = await test.graphql(orderScreen, {
    key: stage.stranger.key,
    variables: { id },
  })
  t.equal(body.data?.getOrder ?? null, null)
  t.equal(body.errors[0].extensions.code, 'not_found')
  const { key } = await test.newKey({ scopes: ['products:read'] })
  const page = await test.graphql(resultsPage, { key, variables: { first: 2 } })
  t.equal(page.body.data.searchProducts.edges[0].node.seller, null)
  t.equal(page.body.errors[0].extensions.code, 'insufficient_scope')
})

t.test('tools introspect without a key, and nobody uses it to ask for too much', async (t) => {
  const { body } = await test.graphql(getIntrospectionQuery({ inputValueDeprecation: true }))
  t.equal(body.errors, undefined)
  t.ok(buildClientSchema(body.data).getMutationType()?.getFields().placeOrder)
  const empty = await test.graphql('{ __typename }', { headers: { authorization: '' } })
  t.equal(empty.body.data.__typename, 'Query', 'an empty header is no key')
  const nested = `${'{ fields { type '.repeat(4)}{ name }${' } }'.repeat(4)}`
  const deep = await test.graphql(`{ __schema { types ${nested} } }`)
  t.match(deep.body.errors[0].extensions.code, /^graphql_(invalid|too_complex)$/)
})
