import type Type from 'typebox'
import { ids } from '../core/ids.ts'
import type { ParcelNews } from './events.ts'
import type { ParcelState } from './parcel-state.ts'
import type { ParcelRow } from './queries.ts'

/** What an event says about a parcel. */
export function newsOf(
  parcel: ParcelRow,
  trackingNumber: string | null,
  previousState: ParcelState | null,
): Type.Static<typeof ParcelNews> {
  return {
    parcelId: ids.parcel.encode(parcel.id),
    shipmentId: ids.shipment.encode(parcel.shipment_id),
    orderId: ids.order.encode(parcel.order_id),
    sellerOrderId: ids.sellerOrder.encode(parcel.seller_order_id),
    sellerId: ids.seller.encode(parcel.seller_id),
    carrier: parcel.carrier,
    trackingNumber,
    state: parcel.state,
    previousState,
    stateSince: parcel.state_since.toISOString(),
    sequence: parcel.sequence,
  }
}
