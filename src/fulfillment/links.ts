import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { Order, SellerOrder } from '../orders/index.ts'
import { sellerLink } from '../sellers/index.ts'
import { maySee } from './access.ts'
import { selectParcels, selectShipmentsOfOrders } from './queries.ts'
import { parcelViews, shipmentViews } from './render.ts'
import { Parcel, Shipment } from './schema.ts'

const orderShipments = defineLink({
  from: Order,
  field: 'shipments',
  to: Shipment,
  many: true,
  description: 'What sellers dispatched of the order.',
  scope: 'orders:read',
  async load(context, parents) {
    const seen = await shipmentsOfOrders(
      context,
      parents.map((order) => order.id),
    )
    return parents.map((order) => seen.filter((shipment) => shipment.orderId === order.id))
  },
})

const sellerOrderShipments = defineLink({
  from: SellerOrder,
  field: 'shipments',
  to: Shipment,
  many: true,
  description: 'What the seller dispatched of its part.',
  scope: 'fulfillment:read',
  async load(context, parents) {
    const seen = await shipmentsOfOrders(
      context,
      parents.map((part) => part.orderId),
    )
    return parents.map((part) => seen.filter((shipment) => shipment.sellerOrderId === part.id))
  },
})

export const links: readonly AnyLink[] = [
  orderShipments,
  sellerOrderShipments,
  sellerLink(Parcel),
  sellerLink(Shipment),
]

/** What the caller may see of the orders' shipments. */
async function shipmentsOfOrders(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireIds: readonly string[],
): Promise<Shipment[]> {
  const orderIds = [...new Set(wireIds)].map((id) => ids.order.decode(id))
  const rows = await selectShipmentsOfOrders(db, orderIds)
  return shipmentViews(
    db,
    rows.filter((row) => maySee(caller, row)),
  )
}

/** Parcels by wire id in the order asked for, for links; null where the caller may not see one. */
export async function loadParcels(
  { db, caller }: Pick<Context, 'db' | 'caller'>,
  wireIds: readonly (string | null)[],
): Promise<(Parcel | null)[]> {
  const wanted = wireIds.filter((id) => id !== null).map((id) => ids.parcel.decode(id))
  const rows = (await selectParcels(db, [...new Set(wanted)])).filter((row) => maySee(caller, row))
  const byId = new Map((await parcelViews(db, rows)).map((parcel) => [parcel.id, parcel]))
  return wireIds.map((id) => (id === null ? null : (byId.get(id) ?? null)))
}
