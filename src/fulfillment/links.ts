import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { Order, SellerOrder } from '../orders/index.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
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
  async load({ db, caller }, parents) {
    const orderIds = parents.map((order) => ids.order.decode(order.id))
    const rows = await selectShipmentsOfOrders(db, orderIds)
    const seen = await shipmentViews(
      db,
      rows.filter((row) => maySee(caller, row)),
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
  async load({ db, caller }, parents) {
    const orderIds = [...new Set(parents.map((part) => ids.order.decode(part.orderId)))]
    const rows = await selectShipmentsOfOrders(db, orderIds)
    const seen = await shipmentViews(
      db,
      rows.filter((row) => maySee(caller, row)),
    )
    return parents.map((part) => seen.filter((shipment) => shipment.sellerOrderId === part.id))
  },
})

const parcelSeller = defineLink({
  from: Parcel,
  field: 'seller',
  to: Seller,
  scope: 'sellers:read',
  load: (context, parents) =>
    loadSellers(
      context,
      parents.map((parcel) => parcel.sellerId),
    ),
})

const shipmentSeller = defineLink({
  from: Shipment,
  field: 'seller',
  to: Seller,
  scope: 'sellers:read',
  load: (context, parents) =>
    loadSellers(
      context,
      parents.map((shipment) => shipment.sellerId),
    ),
})

export const links: readonly AnyLink[] = [
  orderShipments,
  sellerOrderShipments,
  parcelSeller,
  shipmentSeller,
]

/** Parcels by wire id in the order asked for, for links; null where the caller may not see one. */
export async function loadParcels(
  { db, caller }: Parameters<typeof parcelSeller.load>[0],
  wireIds: readonly (string | null)[],
): Promise<(Parcel | null)[]> {
  const wanted = wireIds.filter((id) => id !== null).map((id) => ids.parcel.decode(id))
  const rows = (await selectParcels(db, [...new Set(wanted)])).filter((row) => maySee(caller, row))
  const byId = new Map((await parcelViews(db, rows)).map((parcel) => [parcel.id, parcel]))
  return wireIds.map((id) => (id === null ? null : (byId.get(id) ?? null)))
}
