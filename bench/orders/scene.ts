import { insertAccount, issueKey } from '../../src/accounts/index.ts'
import type { Database } from '../../src/core/database.ts'
import { ids, newId } from '../../src/core/ids.ts'
import { deposit } from '../../src/ledger/index.ts'

/** What orders are placed on: variants of some sellers and buyers with full wallets. */
export interface Scene {
  readonly variantIds: readonly string[]
  readonly buyers: readonly Buyer[]
}

export interface Buyer {
  readonly accountId: string
  readonly key: string
}

const sellers = 10
const variantsEach = 100
const buyers = 8

/** Fills an empty database with enough that no order of a bench runs out of goods or money. */
export async function setScene(database: Database): Promise<Scene> {
  await openShipping(database)
  const variantIds: string[] = []
  for (let i = 0; i < sellers; i++) variantIds.push(...(await openShop(database)))
  const opened = await Promise.all(Array.from({ length: buyers }, () => openBuyer(database)))
  return { variantIds, buyers: opened }
}

async function openShop(database: Database): Promise<string[]> {
  const sellerId = newId()
  const rows = Array.from({ length: variantsEach }, () => ({ product: newId(), variant: newId() }))
  const products = rows.map(({ product }) => product)
  const variants = rows.map(({ variant }) => variant)
  await database.transaction(async ({ sql }) => {
    await sql`insert into sellers (id, name, slug, country, currency, status)
      values (${sellerId}, ${sellerId}, ${sellerId}, 'DE', 'EUR', 'vetted')`
    await sql`insert into products (id, seller_id, external_id, title, hs_code)
      select id, ${sellerId}, id::text, 'Stacking chair, oak, set of two', '940169'
      from unnest(${products}::uuid[]) as id`
    await sql`insert into variants (id, product_id, seller_id, sku, price_minor, currency, weight_grams)
      select v, p, ${sellerId}, v::text, 4999, 'EUR', 4200
      from unnest(${variants}::uuid[], ${products}::uuid[]) as u(v, p)`
    await sql`insert into stock_levels (variant_id, available)
      select id, 100000000 from unnest(${variants}::uuid[]) as id`
  })
  return variants
}

async function openShipping(database: Database): Promise<void> {
  const serviceId = newId()
  await database.transaction(async ({ sql }) => {
    await sql`insert into shipping_services (id, seller_id, code, carrier, name, handling_days,
        is_tracked, incoterm, accepted_restrictions)
      values (${serviceId}, null, 'bench', 'post', 'Parcel', 2, true, 'DDP', '{*}')`
    await sql`insert into shipping_rates (id, service_id, countries, currency, base_minor,
        per_kg_minor, min_days, max_days)
      values (${newId()}, ${serviceId}, '{*}', 'EUR', 490, 100, 2, 5)`
  })
}

async function openBuyer(database: Database): Promise<Buyer> {
  return database.transaction(async (db) => {
    const account = await insertAccount(db, newId(), `bench ${newId()}`, 'customer')
    const scopes = ['orders:read', 'orders:write'] as const
    const key = {
      accountId: account.id,
      name: 'bench',
      mode: 'live' as const,
      scopes,
      sellerId: null,
    }
    const { secret } = await issueKey(db, { ...key, expiresAt: null })
    const amount = { amountMinor: 1_000_000_000_000, currency: 'EUR' }
    await deposit(db, { accountId: account.id, mode: 'live', amount, now: new Date() })
    return { accountId: account.id, key: secret }
  })
}

const address = {
  name: 'Erika Mustermann',
  line1: 'Karl-Liebknecht-Straße 13',
  city: 'Berlin',
  postalCode: '10178',
  country: 'DE',
  phone: '+4930901820',
}

/** An order of `lines` different variants chosen at random, as a client sends it. */
export function randomOrder({ variantIds }: Scene, lines: number) {
  const chosen = new Set<string>()
  while (chosen.size < lines) {
    chosen.add(variantIds[Math.floor(Math.random() * variantIds.length)]!)
  }
  return {
    lines: [...chosen].map((id) => ({ variantId: ids.variant.encode(id), quantity: 1 })),
    shippingAddress: address,
    maxTotal: { amountMinor: 10_000_000, currency: 'EUR' },
  }
}
