import fc from 'fast-check'
import { ids, newId } from '../../src/core/ids.ts'
import {
  recordDelivered,
  recordShipped,
  runDueCancellations,
  runDueOrders,
} from '../../src/orders/index.ts'
import { releaseExpiredHolds } from '../../src/orders/queries-quote.ts'
import type { Answer, TestKey } from '../support/app.ts'
import type { World } from './model-world.ts'
import { orderOf, place } from './shop.ts'

/** One thing somebody does; what it is done to is chosen when it runs, by a number. */
export interface Command {
  run(world: World): Promise<Answer | undefined>
  toString(): string
}

type Run<T> = (world: World, given: T) => Promise<Answer | undefined>

function command<T>(name: string, given: fc.Arbitrary<T>, run: Run<T>): fc.Arbitrary<Command> {
  return given.map((value) => ({
    run: (world) => run(world, value),
    toString: () => `${name} ${JSON.stringify(value)}`,
  }))
}

const pick = <T>(items: readonly T[], which: number): T | undefined => items[which % items.length]
const which = fc.nat(30)
const units = fc.integer({ min: 1, max: 4 })
const wants = fc.array(fc.tuple(fc.nat(2), units), { minLength: 1, maxLength: 3 })

interface PartRow {
  id: string
  order_id: string
  account_id: string
  seller_id: string
}

async function partsOf({ test, buyers }: World): Promise<PartRow[]> {
  const accounts = buyers.map(({ accountId }) => accountId)
  return test.database.read(
    ({ sql }) => sql<PartRow[]>`
      select id, order_id, account_id, seller_id from seller_orders
      where account_id = any(${accounts}::uuid[]) order by id`,
  )
}

function post(world: World, key: TestKey, path: string, body: object): Promise<Answer> {
  const headers = { 'idempotency-key': newId() }
  return world.test.request('POST', `/v1${path}`, { key: key.key, body, headers })
}

/** Something the buyer of a part does to its order. */
function byBuyer(name: string, path: string) {
  return command(name, which, async (world, n) => {
    const part = pick(await partsOf(world), n)
    const buyer = world.buyers.find(({ accountId }) => accountId === part?.account_id)
    if (!part || !buyer) return undefined
    return post(world, buyer, `/orders/${ids.order.encode(part.order_id)}/${path}`, {})
  })
}

/** Something the seller of a part does to it. */
function bySeller(name: string, path: string, body: object) {
  return command(name, which, async (world, n) => {
    const part = pick(await partsOf(world), n)
    const shop = world.shops.find(({ sellerId }) => sellerId === part?.seller_id)
    if (!part || !shop) return undefined
    return post(world, shop.key, `/seller-orders/${ids.sellerOrder.encode(part.id)}/${path}`, body)
  })
}

function bodyOf(world: World, lines: readonly [number, number][], limit: number) {
  const chosen = lines.map(([n, quantity]) => [pick(world.goods, n)!.goods, quantity] as const)
  return orderOf(
    chosen.map(([goods, quantity]) => [goods, quantity]),
    { maxTotal: { amountMinor: limit, currency: 'EUR' } },
  )
}

const placeNew = command(
  'place',
  fc.record({
    buyer: which,
    lines: wants,
    limit: fc.constantFrom(2_000, 100_000, 100_000, 100_000),
  }),
  async (world, { buyer: n, lines, limit }) => {
    const buyer = pick(world.buyers, n)!
    const isInDollars = buyer === world.buyers[2]
    const body = {
      ...bodyOf(world, lines, limit),
      ...(isInDollars ? { walletCurrency: 'USD' } : {}),
    }
    const key = newId()
    world.sent.push({ buyer, body, key })
    return place(world.test, buyer, body, key)
  },
)

const retry = command('retry', which, async (world, n) => {
  const sent = pick(world.sent, n)
  return sent && place(world.test, sent.buyer, sent.body, sent.key)
})

const quote = command(
  'quote',
  fc.record({ buyer: which, lines: wants, holdStock: fc.boolean() }),
  async (world, { buyer: n, lines, holdStock }) => {
    const buyer = pick(world.buyers, n)!
    const { lines: wanted, shippingAddress } = bodyOf(world, lines, 0)
    const body = { lines: wanted, shippingAddress, holdStock, currency: 'EUR' }
    const answer = await post(world, buyer, '/quotes', body)
    if (answer.status === 201) world.quotes.push({ buyer, id: answer.body.id })
    return answer
  },
)

const redeem = command('redeem', which, async (world, n) => {
  const quoted = pick(world.quotes, n)
  return quoted && place(world.test, quoted.buyer, { quoteId: quoted.id })
})

interface LineRow {
  id: string
  seller_order_id: string
  open: number
}

// Often exactly what is left, since else hardly any order would ever be sent completely.
async function moveUnits(world: World, n: number, wanted: number, record: typeof recordShipped) {
  const accounts = world.buyers.map(({ accountId }) => accountId)
  const lines = await world.test.database.read(
    ({ sql }) => sql<LineRow[]>`
      select l.id, l.seller_order_id,
        l.quantity - l.cancelled_quantity - l.shipped_quantity as open from order_lines l
      join orders o on o.id = l.order_id and o.account_id = any(${accounts}::uuid[]) order by l.id`,
  )
  const line = pick(lines, n)
  if (!line) return undefined
  const quantity = wanted === 4 && line.open > 0 ? line.open : wanted
  const progress = {
    sellerOrderId: line.seller_order_id,
    lines: [{ lineId: line.id, quantity }],
    at: world.clock,
    actor: 'seller' as const,
  }
  await world.test.database
    .transaction((db) => record(db, progress))
    .catch((error: { code?: string }) => {
      if (error.code !== 'conflict') throw error
    })
  return undefined
}

const unitsOf = fc.record({ line: which, quantity: fc.constantFrom(1, 2, 4, 4, 4) })
const ship = command('ship', unitsOf, (world, { line, quantity }) =>
  moveUnits(world, line, quantity, recordShipped),
)
const deliver = command('deliver', unitsOf, (world, { line, quantity }) =>
  moveUnits(world, line, quantity, recordDelivered),
)

const decide = command(
  'decide',
  fc.record({ which, answer: fc.constantFrom('accept', 'reject') }),
  async (world, { which: n, answer }) => {
    const open = await world.test.database.read(
      ({ sql }) => sql<{ id: string; seller_id: string }[]>`
        select id, seller_id from cancellations
        where seller_id = any(${world.shops.map(({ sellerId }) => sellerId)}::uuid[]) order by id`,
    )
    const request = pick(open, n)
    const shop = world.shops.find(({ sellerId }) => sellerId === request?.seller_id)
    if (!request || !shop) return undefined
    return post(
      world,
      shop.key,
      `/cancellations/${ids.cancellation.encode(request.id)}/${answer}`,
      {},
    )
  },
)

const refund = command('refund', which, async (world, n) => {
  const part = pick(await partsOf(world), n)
  const shop = world.shops.find(({ sellerId }) => sellerId === part?.seller_id)
  if (!part || !shop) return undefined
  const body = { sellerOrderId: ids.sellerOrder.encode(part.id), reason: 'damaged' }
  return post(world, shop.key, `/orders/${ids.order.encode(part.order_id)}/refunds`, body)
})

const payOut = command('pay out', fc.constantFrom('EUR', 'USD'), (world, currency) =>
  post(world, world.operator, '/payout-batches', { currency, minimumMinor: 1 }),
)

const wait = command('wait', fc.constantFrom(0, 1, 3, 10, 30), async (world, days) => {
  world.clock = new Date(world.clock.getTime() + days * 86_400_000 + 60_000)
  world.test.setNow(world.clock)
  const { database } = world.test
  await database.transaction((db) => runDueOrders(db, world.clock))
  await database.transaction((db) => runDueCancellations(db, world.clock))
  await database.transaction((db) => releaseExpiredHolds(db, world.clock, 50))
  return undefined
})

export const commands: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: placeNew, weight: 6 },
  { arbitrary: retry, weight: 2 },
  { arbitrary: quote, weight: 2 },
  { arbitrary: redeem, weight: 2 },
  { arbitrary: byBuyer('cancel', 'cancel'), weight: 2 },
  { arbitrary: byBuyer('confirm', 'confirm'), weight: 3 },
  { arbitrary: bySeller('accept', 'accept', {}), weight: 3 },
  { arbitrary: bySeller('reject', 'reject', { reason: 'outOfStock' }), weight: 1 },
  { arbitrary: bySeller('seller cancels', 'cancel', { reason: 'outOfStock' }), weight: 1 },
  { arbitrary: decide, weight: 2 },
  { arbitrary: ship, weight: 6 },
  { arbitrary: deliver, weight: 4 },
  { arbitrary: refund, weight: 2 },
  { arbitrary: payOut, weight: 1 },
  { arbitrary: wait, weight: 2 },
)
