import type { Context } from '../core/context.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { selectEndpoint } from './queries.ts'
import { selectDelivery } from './queries-deliveries.ts'
import type { DeliveryRow, EndpointRow } from './rows.ts'

/** The caller's endpoint of a wire id; throws `not_found`. */
export async function ownEndpoint({ db, caller }: Context, id: string): Promise<EndpointRow> {
  const row = await selectEndpoint(db, ids.webhookEndpoint.decode(id), caller)
  if (row === undefined) throw notFound('webhook endpoint', id)
  return row
}

/** The caller's delivery of a wire id with its endpoint; throws `not_found`. */
export async function ownDelivery(
  { db, caller }: Context,
  id: string,
): Promise<{ delivery: DeliveryRow; endpoint: EndpointRow }> {
  const delivery = await selectDelivery(db, ids.webhookDelivery.decode(id))
  const endpoint = delivery && (await selectEndpoint(db, delivery.endpointId, caller))
  if (delivery === undefined || endpoint === undefined) throw notFound('webhook delivery', id)
  return { delivery, endpoint }
}
