import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { jobs } from '../../src/contract/operations.ts'
import { type IdKind, ids, newId } from '../../src/core/ids.ts'
import { type Mode, scopes } from '../../src/core/operation.ts'
import { relayJob } from '../../src/webhooks/jobs.ts'
import { line } from '../catalog/shop.ts'
import {
  type Goods,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  shelve,
} from '../orders/shop.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import type { Test } from '../support/database.ts'

export type Ids = Partial<Record<IdKind, string>>

/** One thing of every kind, who they belong to, and two who have no business with them. */
export interface World {
  readonly test: TestApp
  /** Sends what must succeed and answers its body. */
  readonly send: Send
  readonly goods: Goods
  /** Wire ids of the buyer's things, of its seller's and of the developer's in the sandbox. */
  readonly ids: Record<Mode, Ids>
  readonly buyer: TestKey
  readonly seller: TestKey
  readonly operator: TestKey
  readonly developer: TestKey
  /** Another account's keys, another seller's key. */
  readonly stranger: TestKey
  readonly strangerInTest: TestKey
  readonly rival: TestKey
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are read, not typed
export type Send = (method: string, url: string, who: TestKey, body?: object) => Promise<any>

const hook = { url: 'https://hooks.example.com/entrepot', eventTypes: ['*'] }

/** Sets the stage through the API itself. */
export async function world(t: Test): Promise<World> {
  const test = await testApp(t)
  await openShipping(test)
  const shop = await openShop(test)
  const [buyer, stranger, developer, strangerInTest, rival, operator] = await Promise.all([
    openBuyer(test),
    openBuyer(test),
    openBuyer(test, { mode: 'test' }),
    openBuyer(test, { mode: 'test' }),
    openShop(test).then((other) => other.key),
    test.newKey({ kind: 'operator', scopes }),
  ])
  const send: Send = async (method, url, { key }, body) => {
    const headers = { 'idempotency-key': newId() }
    const answer = await test.request(method, url, { key, body, headers })
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const goods = await shelve(test, shop, { stock: 1_000_000 })
  const spare = await send('POST', '/v1/api-keys', buyer, { name: 'spare', scopes: ['keys:read'] })
  const saved = { name: 'Lamps', search: { q: 'lamp' } }
  const { id: savedSearch } = await send('POST', '/v1/saved-searches', buyer, saved)
  const shared: Ids = {
    seller: shop.wireId,
    product: ids.product.encode(goods.productId),
    variant: goods.wireId,
    account: ids.account.encode(buyer.accountId),
    apiKey: spare.id,
  }
  const live: Ids = {
    ...shared,
    ...(await catalogue(test, shop.key, send)),
    ...(await orders(send, { buyer, seller: shop.key, operator }, goods)),
    payment: await payment(test, buyer),
    savedSearch,
  }
  const inTest: Ids = { ...shared, ...(await sandbox(test, developer, send, goods)) }
  Object.assign(live, await webhooks(test, buyer, send))
  Object.assign(inTest, await webhooks(test, developer, send))
  return {
    test,
    send,
    goods,
    ids: { live, test: inTest },
    buyer,
    seller: shop.key,
    operator,
    developer,
    stranger,
    strangerInTest,
    rival,
  }
}

async function catalogue(test: TestApp, seller: TestKey, send: Send): Promise<Ids> {
  const made = await test.request('POST', '/v1/imports', {
    key: seller.key,
    body: Buffer.from(line('p-1', { categoryPath: ['Home', 'Cups'] })),
    headers: { 'content-type': 'application/jsonl' },
  })
  while ((await runQueuedImports(test.database)) > 0);
  const { data } = await send('GET', '/v1/categories', seller)
  return { import: made.body.id, category: data[0]?.id }
}

interface Parties {
  readonly buyer: TestKey
  readonly seller: TestKey
  readonly operator: TestKey
}

/** Three orders: one delivered, refunded in part and disputed, one being cancelled, one just placed. */
async function orders(send: Send, { buyer, seller, operator }: Parties, goods: Goods) {
  const placed = (quantity: number) =>
    send('POST', '/v1/orders', buyer, orderOf([[goods, quantity]]))
  const sent = await placed(4)
  const [part] = sent.sellerOrders
  const path = `/v1/seller-orders/${part.id}`
  const shipment = await send('POST', `${path}/shipments`, seller, {
    parcels: [{ trackingNumber: '1Z5R89390357567127' }],
  })
  const [parcel] = shipment.parcels
  await send('POST', `/v1/parcels/${parcel.id}/events`, seller, {
    events: [{ state: 'delivered', occurredAt: new Date().toISOString() }],
  })
  const refund = await send('POST', `/v1/orders/${sent.id}/refunds`, seller, {
    sellerOrderId: part.id,
    reason: 'goodwill',
    lines: [{ orderLineId: part.lines[0].id, quantity: 1 }],
  })
  const dispute = await send('POST', '/v1/disputes', buyer, {
    sellerOrderId: part.id,
    reason: 'damaged',
    description: 'It came in pieces.',
  })
  const other = await placed(1)
  await send('POST', `/v1/seller-orders/${other.sellerOrders[0].id}/accept`, seller, {})
  const { cancellations } = await send('POST', `/v1/orders/${other.id}/cancel`, buyer, {})
  await placed(1)
  const quote = await send('POST', '/v1/quotes', buyer, {
    lines: [{ variantId: goods.wireId, quantity: 1 }],
    destination: { country: 'DE' },
  })
  const done = await placed(2)
  await deliver(send, done.sellerOrders[0].id, seller)
  await send('POST', `/v1/orders/${done.id}/confirm`, buyer, {})
  const batch = await send('POST', '/v1/payout-batches', operator, {
    currency: 'EUR',
    minimumMinor: 1,
  })
  const { data: payouts } = await send('GET', '/v1/payouts', seller)
  const { data: wallets } = await send('GET', '/v1/wallets', buyer)
  return {
    quote: quote.id,
    order: sent.id,
    sellerOrder: part.id,
    orderLine: part.lines[0].id,
    shipment: shipment.id,
    parcel: parcel.id,
    refund: refund.id,
    dispute: dispute.id,
    cancellation: cancellations[0].id,
    payoutBatch: batch.id,
    payout: payouts[0].id,
    wallet: wallets[0].id,
  }
}

/** Ships all that is left of a part and has it delivered. */
export async function deliver(send: Send, partId: string, seller: TestKey): Promise<void> {
  const made = await send('POST', `/v1/seller-orders/${partId}/shipments`, seller, {
    parcels: [{ carrier: 'DHL' }],
  })
  await send('POST', `/v1/parcels/${made.parcels[0].id}/events`, seller, {
    events: [{ state: 'delivered', occurredAt: new Date().toISOString() }],
  })
}

/** A sandbox order that simulated sellers sent. */
async function sandbox(test: TestApp, developer: TestKey, send: Send, goods: Goods): Promise<Ids> {
  await send('PATCH', '/v1/sandbox', developer, { stepSeconds: 3600 })
  const placed = await place(test, developer, orderOf([goods]))
  const steps = jobs.find((job) => job.name === 'sandbox steps')!
  await steps.run(test.database, new Date())
  await send('POST', '/v1/sandbox/clock/advance', developer, { hours: 2 })
  const { shipments } = await send('GET', `/v1/orders/${placed.body.id}/tracking`, developer)
  const next = await place(test, developer, orderOf([goods]))
  return {
    order: placed.body.id,
    parcel: shipments[0].parcels[0].id,
    sellerOrder: next.body.sellerOrders[0].id,
  }
}

/** An endpoint that an event was meant for. */
async function webhooks(test: TestApp, owner: TestKey, send: Send): Promise<Ids> {
  const endpoint = await send('POST', '/v1/webhook-endpoints', owner, hook)
  await send('POST', `/v1/webhook-endpoints/${endpoint.id}/test`, owner, {})
  while ((await relayJob.run(test.database, new Date())) > 0);
  const deliveries = await send('GET', `/v1/webhook-endpoints/${endpoint.id}/deliveries`, owner)
  const { data } = await send('GET', '/v1/events', owner)
  return {
    webhookEndpoint: endpoint.id,
    webhookDelivery: deliveries.data[0]?.id,
    event: data[0]?.id,
  }
}

/** As the payment provider would have it; none is configured here. */
async function payment({ database }: TestApp, { accountId }: TestKey): Promise<string> {
  const id = newId()
  await database.transaction(
    ({ sql }) => sql`
      insert into payments (id, account_id, mode, currency, amount_minor, status, provider, request_key)
      values (${id}, ${accountId}, 'live', 'EUR', 100, 'pending', 'stripe', ${id})`,
  )
  return ids.payment.encode(id)
}
