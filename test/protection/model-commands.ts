import fc from 'fast-check'
import { ids, newId } from '../../src/core/ids.ts'
import { recordShipped } from '../../src/orders/index.ts'
import { runDueDisputes } from '../../src/protection/index.ts'
import { type Command, commands as orderCommands } from '../orders/model-commands.ts'
import type { World } from '../orders/model-world.ts'
import { type Goods, orderOf, place } from '../orders/shop.ts'
import type { Answer, TestKey } from '../support/app.ts'

const which = fc.nat(30)
const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length]

function post(world: World, key: TestKey, path: string, body: object): Promise<Answer> {
  const headers = { 'idempotency-key': newId() }
  return world.test.request('POST', `/v1${path}`, { key: key.key, body, headers })
}

/** Places and sends an order of everything for each buyer, so that there is something to claim. */
export async function sendOrders(world: World): Promise<void> {
  for (const buyer of world.buyers) {
    const extra = buyer === world.buyers[2] ? { walletCurrency: 'USD' } : {}
    const lines = world.goods.map(({ goods }) => [goods, 1] as [Goods, number])
    const { body } = await place(world.test, buyer, orderOf(lines, extra))
    for (const part of body.sellerOrders) {
      const sent = part.lines.map((line: { id: string; quantity: number }) => ({
        lineId: ids.orderLine.decode(line.id),
        quantity: line.quantity,
      }))
      const sellerOrderId = ids.sellerOrder.decode(part.id)
      const progress = { sellerOrderId, lines: sent, at: world.clock, actor: 'seller' as const }
      await world.test.database.transaction((db) => recordShipped(db, progress))
    }
  }
}

interface Sent {
  id: string
  order_id: string
  account_id: string
  seller_id: string
  line_id: string
}

async function sentLines({ test, buyers }: World): Promise<Sent[]> {
  const accounts = buyers.map(({ accountId }) => accountId)
  return test.database.read(
    ({ sql }) => sql<Sent[]>`
      select p.id, p.order_id, p.account_id, p.seller_id, l.id as line_id
      from seller_orders p join order_lines l on l.seller_order_id = p.id
      where p.account_id = any(${accounts}::uuid[]) and l.shipped_quantity > 0 order by l.id`,
  )
}

const claim = fc
  .record({
    which,
    reason: fc.constantFrom('damaged', 'notReceived'),
    part: fc.option(fc.nat(900)),
  })
  .map(
    (given): Command => ({
      async run(world) {
        const line = pick(await sentLines(world), given.which)
        const buyer = world.buyers.find(({ accountId }) => accountId === line?.account_id)
        if (!line || !buyer) return undefined
        return post(world, buyer, '/disputes', {
          sellerOrderId: ids.sellerOrder.encode(line.id),
          reason: given.reason,
          description: 'claimed',
          ...(given.part === null
            ? {}
            : {
                lines: [{ orderLineId: ids.orderLine.encode(line.line_id), quantity: 1 }],
                amountMinor: given.part + 1,
              }),
        })
      },
      toString: () => `claim ${JSON.stringify(given)}`,
    }),
  )

const partialRefund = fc.record({ which, amount: fc.integer({ min: 1, max: 700 }) }).map(
  (given): Command => ({
    async run(world) {
      const line = pick(await sentLines(world), given.which)
      const shop = world.shops.find(({ sellerId }) => sellerId === line?.seller_id)
      if (!line || !shop) return undefined
      return post(world, shop.key, `/orders/${ids.order.encode(line.order_id)}/refunds`, {
        sellerOrderId: ids.sellerOrder.encode(line.id),
        lines: [{ orderLineId: ids.orderLine.encode(line.line_id), amountMinor: given.amount }],
        reason: 'goodwill',
      })
    },
    toString: () => `refund some ${JSON.stringify(given)}`,
  }),
)

type Turn = readonly ['buyer' | 'seller' | 'operator', string, object]

const turns: readonly Turn[] = [
  ['seller', 'respond', { answer: 'accept' }],
  ['seller', 'respond', { answer: 'offer', amountMinor: 137 }],
  ['seller', 'respond', { answer: 'contest' }],
  ['buyer', 'accept-offer', {}],
  ['buyer', 'escalate', {}],
  ['buyer', 'withdraw', {}],
  ['operator', 'decide', { decision: 'refund', amountMinor: 251, note: 'some' }],
  ['operator', 'decide', { decision: 'reject', note: 'no' }],
]

const turn = fc.record({ which, turn: fc.constantFrom(...turns) }).map(
  (given): Command => ({
    async run(world) {
      const open = await world.test.database.read(
        ({ sql }) => sql<{ id: string; account_id: string; seller_id: string }[]>`
          select id, account_id, seller_id from disputes
          where seller_id = any(${world.shops.map(({ sellerId }) => sellerId)}::uuid[])
          order by id`,
      )
      const dispute = pick(open, given.which)
      if (!dispute) return undefined
      const [role, verb, body] = given.turn
      const keys = {
        buyer: world.buyers.find(({ accountId }) => accountId === dispute.account_id)!,
        seller: world.shops.find(({ sellerId }) => sellerId === dispute.seller_id)!.key,
        operator: world.operator,
      }
      return post(world, keys[role], `/disputes/${ids.dispute.encode(dispute.id)}/${verb}`, body)
    },
    toString: () => `turn ${JSON.stringify(given)}`,
  }),
)

const payoutMove = fc
  .record({ which, verb: fc.constantFrom('start', 'settle', 'fail', 'cancel') })
  .map(
    (given): Command => ({
      async run(world) {
        const rows = await world.test.database.read(
          ({ sql }) => sql<{ id: string }[]>`
          select id from payouts
          where payee_id = any(${world.shops.map(({ sellerId }) => sellerId)}::uuid[])
          order by id`,
        )
        const payout = pick(rows, given.which)
        if (!payout) {
          const run = { currency: 'EUR', minimumMinor: 1 }
          return post(world, world.operator, '/payout-batches', run)
        }
        const body = given.verb === 'fail' ? { reason: 'refused' } : {}
        const path = `/payouts/${ids.payout.encode(payout.id)}/${given.verb}`
        return post(world, world.operator, path, body)
      },
      toString: () => `payout ${JSON.stringify(given)}`,
    }),
  )

const clock = fc.constant<Command>({
  async run(world) {
    await world.test.database.transaction((db) => runDueDisputes(db, world.clock))
    return undefined
  },
  toString: () => 'disputes come due',
})

export const commands: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: orderCommands, weight: 5 },
  { arbitrary: claim, weight: 3 },
  { arbitrary: turn, weight: 4 },
  { arbitrary: partialRefund, weight: 2 },
  { arbitrary: payoutMove, weight: 2 },
  { arbitrary: clock, weight: 1 },
)
