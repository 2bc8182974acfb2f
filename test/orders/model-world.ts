import { newId } from '../../src/core/ids.ts'
import type { TestApp, TestKey } from '../support/app.ts'
import { type Goods, openBuyer, openShop, type Shop, shelve } from './shop.ts'

/** A small market of its own: few goods and little money, so that refusals are frequent. */
export interface World {
  readonly test: TestApp
  readonly shops: readonly Shop[]
  readonly goods: readonly { readonly goods: Goods; readonly stock: number }[]
  readonly buyers: readonly TestKey[]
  readonly operator: TestKey
  /** Bodies sent with their keys, for sending them again. */
  readonly sent: { readonly buyer: TestKey; readonly body: object; readonly key: string }[]
  readonly quotes: { readonly buyer: TestKey; readonly id: string }[]
  /** Headlines as they were seen last, by id. */
  readonly seen: Map<string, string>
  clock: Date
}

const rate = '1.25'

/** A market with two sellers in two currencies and three buyers, one of whom pays in dollars. */
export async function openWorld(test: TestApp): Promise<World> {
  const clock = new Date()
  test.setNow(clock)
  await publishRate(test)
  const shops = [await openShop(test), await openShop(test, { currency: 'USD' })]
  const goods = [
    { shop: shops[0]!, stock: 6, priceMinor: 1999, currency: 'EUR' },
    { shop: shops[0]!, stock: 10, priceMinor: 333, currency: 'EUR' },
    { shop: shops[1]!, stock: 8, priceMinor: 1251, currency: 'USD' },
  ]
  const shelved = []
  for (const { shop, ...kind } of goods) {
    shelved.push({ goods: await shelve(test, shop, kind), stock: kind.stock })
  }
  return {
    test,
    shops,
    goods: shelved,
    buyers: [
      await openBuyer(test, { amountMinor: 20_000 }),
      await openBuyer(test, { amountMinor: 9_000 }),
      await openBuyer(test, { amountMinor: 15_000, currency: 'USD' }),
    ],
    operator: await test.newKey({ kind: 'operator', scopes: ['operator'] }),
    sent: [],
    quotes: [],
    seen: new Map(),
    clock,
  }
}

async function publishRate(test: TestApp): Promise<void> {
  await test.database.transaction(async ({ sql }) => {
    await sql`insert into exchange_rates (base, quote, date, rate, source)
      values ('EUR', 'USD', current_date, ${rate}, 'test') on conflict do nothing`
    await sql`insert into policy_versions (name, version) values ('exchangeRates', ${newId()})
      on conflict do nothing`
  })
}
