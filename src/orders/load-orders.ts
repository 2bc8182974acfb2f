import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { selectEntriesOfOrders } from '../ledger/index.ts'
import type { OrderMoney } from './money-schema.ts'
import { moneyOf } from './money-timeline.ts'
import { selectOwnOrders, selectRecordsOf } from './queries-record.ts'
import type { OrderRecord } from './record.ts'
import { orderView } from './render.ts'
import type { Order } from './schema.ts'

type Visitor = Pick<Context, 'db' | 'caller'>
type WireId = string | null

async function loadRecords({ db, caller }: Visitor, wireIds: readonly WireId[]) {
  const wanted = [...new Set(wireIds.filter((id) => id !== null))]
  const rows = await selectOwnOrders(
    db,
    caller,
    wanted.map((id) => ids.order.decode(id)),
  )
  return await selectRecordsOf(db, rows)
}

function inOrder<T>(
  wireIds: readonly WireId[],
  records: readonly OrderRecord[],
  show: (record: OrderRecord) => T,
): (T | null)[] {
  const shown = new Map(records.map((one) => [ids.order.encode(one.order.id), show(one)]))
  return wireIds.map((id) => (id === null ? null : (shown.get(id) ?? null)))
}

/** The caller's orders by wire id in the order asked for, for links; null where it is not its own. */
export async function loadOrders(
  visitor: Visitor,
  wireIds: readonly WireId[],
): Promise<(Order | null)[]> {
  return inOrder(wireIds, await loadRecords(visitor, wireIds), orderView)
}

/** The money timelines of the caller's orders, likewise. */
export async function loadMoney(
  visitor: Visitor,
  wireIds: readonly WireId[],
): Promise<(OrderMoney | null)[]> {
  const records = await loadRecords(visitor, wireIds)
  const entries = await selectEntriesOfOrders(
    visitor.db,
    records.map(({ order }) => order.id),
  )
  return inOrder(wireIds, records, (one) => moneyOf(one, entries.get(one.order.id) ?? []))
}
