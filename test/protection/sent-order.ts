import { ids } from '../../src/core/ids.ts'
import { reconcile } from '../../src/ledger/index.ts'
import { recordDelivered, recordShipped, selectHeldByOrders } from '../../src/orders/index.ts'
import {
  balanceOf,
  type Goods,
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  type Shop,
  type ShopOptions,
  shelve,
} from '../orders/shop.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import type { Test } from '../support/database.ts'

const day = 86_400_000

export interface SentOrder {
  readonly test: TestApp
  readonly buyer: TestKey
  readonly shop: Shop
  readonly goods: Goods
  readonly operator: TestKey
  readonly orderId: string
  readonly partId: string
  readonly lineId: string
  readonly totalMinor: number
  /** Lets days pass for everything that operations and clocks see. */
  pass(days: number): Date
  now(): Date
  deliver(): Promise<void>
}

/** A server where parcels cost 4.90. */
export async function openMarket(t: Test): Promise<TestApp> {
  const test = await testApp(t)
  await openShipping(test)
  return test
}

/** An order of four units at 10.00 that its seller sent; 4.90 of shipping. */
export async function sentOrder(test: TestApp, options: ShopOptions = {}): Promise<SentOrder> {
  test.setNow(undefined)
  const [buyer, shop, operator] = await Promise.all([
    openBuyer(test),
    openShop(test, options),
    test.newKey({ kind: 'operator', scopes: ['operator', 'disputes:read', 'orders:read'] }),
  ])
  const currency = options.currency ?? 'EUR'
  const goods = await shelve(test, shop, { priceMinor: 1000, currency })
  let at = new Date()
  const placed = await place(test, buyer, orderOf([[goods, 4]]))
  if (placed.status !== 201) throw new Error(JSON.stringify(placed.body))
  const [part] = placed.body.sellerOrders
  const lineId = part.lines[0].id
  const sellerOrderId = ids.sellerOrder.decode(part.id)
  const progress = () => ({
    sellerOrderId,
    lines: [{ lineId: ids.orderLine.decode(lineId), quantity: 4 }],
    at,
  })
  await test.database.transaction((db) => recordShipped(db, { ...progress(), actor: 'seller' }))
  return {
    test,
    buyer,
    shop,
    goods,
    operator,
    orderId: placed.body.id,
    partId: part.id,
    lineId,
    totalMinor: placed.body.total.amountMinor,
    pass(days) {
      at = new Date(at.getTime() + days * day)
      test.setNow(at)
      return at
    },
    now: () => at,
    async deliver() {
      await test.database.transaction((db) =>
        recordDelivered(db, { ...progress(), actor: 'carrier' }),
      )
    },
  }
}

/** Opens a dispute about the whole part unless more is said. */
export function open({ test, buyer, partId }: SentOrder, extra: Record<string, unknown> = {}) {
  const body = {
    sellerOrderId: partId,
    reason: 'damaged',
    description: 'It came in pieces.',
    ...extra,
  }
  return test.request('POST', '/v1/disputes', { key: buyer.key, body })
}

export function act(order: SentOrder, who: TestKey, id: string, verb: string, body: object = {}) {
  return order.test.request('POST', `/v1/disputes/${id}/${verb}`, { key: who.key, body })
}

export async function walletOf({ test, buyer }: SentOrder): Promise<number> {
  return await balanceOf(test, buyer.accountId)
}

/** What the seller is owed. */
export async function owed({ test, shop }: SentOrder): Promise<number> {
  const { body } = await test.request('GET', '/v1/earnings', { key: shop.key.key })
  return body.data[0]?.available.amountMinor ?? 0
}

/** The findings of the books; empty where they are in order. */
export async function findings({ test }: SentOrder): Promise<unknown[]> {
  const { checks } = await reconcile(test.database, selectHeldByOrders)
  return checks.flatMap((check) => check.findings)
}
