import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { check } from '../orders/model-checks.ts'
import type { Command } from '../orders/model-commands.ts'
import { openWorld, type World } from '../orders/model-world.ts'
import { openShipping } from '../orders/shop.ts'
import { testApp } from '../support/app.ts'
import { commands, sendOrders } from './model-commands.ts'

// The seed is printed with a failure; SEED and RUNS repeat or deepen a search.
const settings = {
  numRuns: Number(process.env.RUNS ?? 6),
  ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
}

/** Nobody gets back more than was paid: of the order, of each part, of each line that was sent. */
async function checkRefunds({ test }: World): Promise<void> {
  const wrong = await test.database.read(
    ({ sql }) => sql`
      select 'order' as what, id from orders where refunded_minor > total_minor
      union all
      select 'part', id from seller_orders
      where refunded_goods_minor > goods_minor or refunded_shipping_minor > shipping_minor
        or refunded_duties_minor > duties_minor or refunded_taxes_minor > taxes_minor
        or refunded_fees_minor > fees_minor
        or least(refunded_goods_minor, refunded_shipping_minor, refunded_duties_minor,
          refunded_taxes_minor, refunded_fees_minor) < 0
      union all
      select 'line', id from order_lines
      where refunded_minor > goods_minor + duties_minor + taxes_minor
      union all
      select 'wallet', o.id from orders o
      where (select coalesce(sum(e.amount_minor), 0) from ledger_entries e
        join ledger_transactions t on t.id = e.transaction_id
        where t.order_id = o.id and e.account = 'wallet') not between -o.charge_minor and 0
      union all
      select 'refund', r.order_id from refunds r join orders o on o.id = r.order_id
      group by r.order_id, o.total_minor having sum(r.total_minor) > o.total_minor`,
  )
  assert.deepEqual([...wrong], [])
}

async function perform(world: World, batch: readonly Command[]): Promise<void> {
  const answers = await Promise.all(batch.map((command) => command.run(world)))
  for (const [index, answer] of answers.entries()) {
    if (answer === undefined || answer.status < 500 || answer.status === 503) continue
    throw new Error(`${batch[index]} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
}

t.test('whatever is claimed, refunded and paid out, nobody gets a cent twice', async (t) => {
  const test = await testApp(t, { poolSize: 6 })
  await openShipping(test)
  const batches = fc.array(fc.array(commands, { minLength: 1, maxLength: 3 }), {
    minLength: 10,
    maxLength: 40,
  })
  await fc.assert(
    fc.asyncProperty(batches, async (steps) => {
      const world = await openWorld(test)
      await sendOrders(world)
      for (const batch of steps) {
        await perform(world, batch)
        await check(world)
        await checkRefunds(world)
      }
    }),
    settings,
  )
  t.pass('no sequence broke the books')
})
