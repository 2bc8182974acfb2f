import assert from 'node:assert/strict'
import { reconcile } from '../../src/ledger/index.ts'
import { selectHeldByOrders } from '../../src/orders/index.ts'
import { type OrderStatus, rankOf } from '../../src/orders/state.ts'
import type { World } from './model-world.ts'

/** What holds whatever was done: the books, the shelf and the direction of headlines. */
export async function check(world: World): Promise<void> {
  await checkBooks(world)
  await checkShelf(world)
  await checkHeadlines(world)
}

async function checkBooks({ test }: World): Promise<void> {
  const { checks } = await reconcile(test.database, selectHeldByOrders)
  assert.deepEqual(
    checks.filter(({ findings }) => findings.length > 0),
    [],
    'the books are balanced',
  )
}

/** Units on the shelf, held and sold are always those that were there at first. */
async function checkShelf({ test, goods }: World): Promise<void> {
  const rows = await test.database.read(
    ({ sql }) => sql<{ id: string; shelved: number; sold: number; noted: number }[]>`
      select s.variant_id as id, s.available + s.held as shelved,
        (select coalesce(sum(quantity - cancelled_quantity), 0)::int from order_lines l
          where l.variant_id = s.variant_id) as sold,
        s.held - (select coalesce(sum(h.quantity), 0)::int from stock_holds h
          join quotes q on q.id = h.quote_id and q.settled_at is null
          where h.variant_id = s.variant_id) as noted
      from stock_levels s
      where variant_id = any(${goods.map((one) => one.goods.variantId)}::uuid[])`,
  )
  for (const { goods: one, stock } of goods) {
    const row = rows.find(({ id }) => id === one.variantId)!
    assert.equal(row.shelved + row.sold, stock, 'no unit appears or vanishes')
    assert.equal(row.noted, 0, 'what is held is held for a quote')
  }
}

async function checkHeadlines({ test, seen }: World): Promise<void> {
  const rows = await test.database.read(
    ({ sql }) => sql<{ id: string; status: OrderStatus }[]>`
      select id, status from orders union all select id, status from seller_orders`,
  )
  for (const { id, status } of rows) {
    const before = seen.get(id) as OrderStatus | undefined
    assert.ok(
      before === undefined || rankOf(status) >= rankOf(before),
      `a headline went from ${before} back to ${status}`,
    )
    seen.set(id, status)
  }
}
