import type { Database } from '../../src/core/database.ts'
import { ids, newId } from '../../src/core/ids.ts'
import { deposit } from '../../src/ledger/index.ts'
import type { KeyOptions, TestApp, TestKey } from '../support/app.ts'

/** What setting up needs of a server: its database and keys. */
export interface Stage {
  readonly database: Database
  newKey(options?: KeyOptions): Promise<TestKey>
}

/** A seller with a key of its own. */
export interface Shop {
  readonly sellerId: string
  readonly wireId: string
  readonly key: TestKey
}

export interface Goods {
  readonly variantId: string
  readonly wireId: string
  readonly productId: string
}

export interface ShopOptions {
  readonly currency?: string
  readonly country?: string
  readonly isAutoAccepting?: boolean
}

/** A vetted seller with an account and a seller-scoped key. */
export async function openShop(test: Stage, options: ShopOptions = {}): Promise<Shop> {
  const sellerId = newId()
  const key = await test.newKey({ kind: 'seller', sellerId })
  const { currency = 'EUR', country = 'DE', isAutoAccepting = false } = options
  await test.database.transaction(
    ({ sql }) => sql`
      insert into sellers (id, account_id, name, slug, country, currency, status, is_auto_accepting)
      values (${sellerId}, ${key.accountId}, ${`Shop ${sellerId}`}, ${sellerId}, ${country},
        ${currency}, 'vetted', ${isAutoAccepting})`,
  )
  return { sellerId, wireId: ids.seller.encode(sellerId), key }
}

export interface GoodsOptions {
  readonly priceMinor?: number
  readonly currency?: string
  readonly stock?: number
  readonly weightGrams?: number
  readonly restrictions?: string[]
  readonly hsCode?: string
}

/** A product with one variant on a shop's shelf. */
export async function shelve(test: Stage, shop: Shop, options: GoodsOptions = {}): Promise<Goods> {
  const { priceMinor = 1000, currency = 'EUR', stock = 100, weightGrams = 500 } = options
  const [productId, variantId] = [newId(), newId()]
  await test.database.transaction(async ({ sql }) => {
    await sql`
      insert into products (id, seller_id, external_id, title, restrictions, hs_code)
      values (${productId}, ${shop.sellerId}, ${productId}, 'A thing',
        ${options.restrictions ?? []}, ${options.hsCode ?? null})`
    await sql`
      insert into variants (id, product_id, seller_id, sku, price_minor, currency, weight_grams)
      values (${variantId}, ${productId}, ${shop.sellerId}, ${variantId}, ${priceMinor},
        ${currency}, ${weightGrams})`
    await sql`insert into stock_levels (variant_id, available) values (${variantId}, ${stock})`
  })
  return { productId, variantId, wireId: ids.variant.encode(variantId) }
}

/** A way to send for 4.90 EUR to every country within 2 to 5 days, for sellers without one of their own. */
export async function openShipping(test: Stage, code = 'standard', baseMinor = 490) {
  const serviceId = newId()
  await test.database.transaction(async ({ sql }) => {
    await sql`
      insert into shipping_services (id, seller_id, code, carrier, name, handling_days, is_tracked,
        incoterm, accepted_restrictions)
      values (${serviceId}, null, ${code}, 'post', ${`Post ${code}`}, 2, true, 'DDP', '{*}')`
    await sql`
      insert into shipping_rates (id, service_id, countries, currency, base_minor, per_kg_minor,
        min_days, max_days)
      values (${newId()}, ${serviceId}, '{*}', 'EUR', ${baseMinor}, 0, 2, 5)`
  })
}

/** A buyer's key with money in its wallet. */
export async function openBuyer(
  test: Stage,
  options: { amountMinor?: number; currency?: string; mode?: 'live' | 'test' } = {},
): Promise<TestKey> {
  const { amountMinor = 10_000_000, currency = 'EUR', mode = 'live' } = options
  const key = await test.newKey({ mode })
  await topUp(test, key.accountId, { amountMinor, currency, mode })
  return key
}

export async function topUp(
  test: Stage,
  accountId: string,
  { mode = 'live', ...amount }: { amountMinor: number; currency: string; mode?: 'live' | 'test' },
): Promise<void> {
  await test.database.transaction((db) => deposit(db, { accountId, mode, amount, now: new Date() }))
}

export const berlin = {
  name: 'Erika Mustermann',
  line1: 'Karl-Liebknecht-Straße 13',
  city: 'Berlin',
  postalCode: '10178',
  country: 'DE',
}

/** The body of an order of one unit each, unless the lines say more. */
export function orderOf(
  lines: readonly (Goods | [Goods, number])[],
  extra: Record<string, unknown> = {},
) {
  return {
    lines: lines.map((line) => {
      const [goods, quantity] = Array.isArray(line) ? line : [line as Goods, 1]
      return { variantId: goods.wireId, quantity }
    }),
    shippingAddress: berlin,
    maxTotal: { amountMinor: 100_000_000, currency: 'EUR' },
    ...extra,
  }
}

/** Places an order through the API with a fresh idempotency key. */
export function place(
  test: TestApp,
  buyer: TestKey,
  body: unknown,
  idempotencyKey: string = newId(),
) {
  const headers = { 'idempotency-key': idempotencyKey }
  return test.request('POST', '/v1/orders', { key: buyer.key, body, headers })
}

/** Units on the shelf and held. */
export async function stockOf(test: Stage, goods: Goods) {
  const [row] = await test.database.read(
    ({ sql }) => sql<{ available: number; held: number }[]>`
      select available, held from stock_levels where variant_id = ${goods.variantId}`,
  )
  return row!
}

export async function balanceOf(test: Stage, accountId: string, currency = 'EUR') {
  const [row] = await test.database.read(
    ({ sql }) => sql<{ balance: number }[]>`
      select balance_minor as balance from wallets
      where account_id = ${accountId} and currency = ${currency} and mode = 'live'`,
  )
  return row?.balance ?? 0
}
