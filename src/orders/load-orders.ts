import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { selectOwnOrders, selectRecordsOf } from './queries-record.ts'
import { orderView } from './render.ts'
import type { Order } from './schema.ts'

/** The caller's orders by wire id in the order asked for, for links; null where it is not its own. */
export async function loadOrders(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireIds: readonly (string | null)[],
): Promise<(Order | null)[]> {
  const wanted = [...new Set(wireIds.filter((id) => id !== null))]
  const rows = await selectOwnOrders(
    db,
    caller,
    wanted.map((id) => ids.order.decode(id)),
  )
  const records = await selectRecordsOf(db, rows)
  const byId = new Map(records.map(orderView).map((order) => [order.id, order]))
  return wireIds.map((id) => (id === null ? null : (byId.get(id) ?? null)))
}
