import { runQueuedImports } from '../../src/catalog/run-queued-imports.ts'
import { ids } from '../../src/core/ids.ts'
import { ensureSeller, type SellerRow } from '../../src/sellers/index.ts'
import { type Answer, type TestApp, type TestKey, testApp } from '../support/app.ts'
import type { Test } from '../support/database.ts'

export interface Shop {
  readonly app: TestApp
  readonly seller: SellerRow
  readonly sellerId: string
  /** A live key of the seller's account. */
  readonly owner: TestKey
  /** A live key of somebody else. */
  readonly stranger: TestKey
  /** Uploads a feed and runs its import to the end. */
  importFeed(body: string | Buffer, query?: string, type?: string): Promise<Answer>
}

/** A server with one seller and its keys. */
export async function shop(
  t: Test,
  name = 'Test shop',
  options: Parameters<typeof testApp>[1] = {},
): Promise<Shop> {
  const app = await testApp(t, options)
  const owner = await app.newKey({ kind: 'seller' })
  const stranger = await app.newKey()
  const seller = await app.database.transaction((db) =>
    ensureSeller(
      db,
      { name, currency: 'EUR', accountId: owner.accountId, country: 'DE' },
      new Date(),
    ),
  )
  const sellerId = ids.seller.encode(seller.id)
  return {
    app,
    seller,
    sellerId,
    owner,
    stranger,
    async importFeed(body, query = '', type = 'application/octet-stream') {
      const made = await app.request('POST', `/v1/imports?seller=${sellerId}${query}`, {
        key: owner.key,
        body: typeof body === 'string' ? Buffer.from(body) : body,
        headers: { 'content-type': type },
      })
      if (made.status !== 202) return made
      while ((await runQueuedImports(app.database)) > 0);
      return await app.request('GET', `/v1/imports/${made.body.id}`, { key: owner.key })
    },
  }
}

/** A line of a JSON Lines feed. */
export function line(id: string, change: object = {}): string {
  return `${JSON.stringify({
    id,
    title: `Product ${id}`,
    variants: [{ sku: id, price: { amountMinor: 1000, currency: 'EUR' }, stock: 5 }],
    ...change,
  })}\n`
}
