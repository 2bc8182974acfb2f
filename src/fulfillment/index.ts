import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { addTrackingEvents } from './add-tracking-events.ts'
import { addTrackingNumber } from './add-tracking-number.ts'
import { createShipment } from './create-shipment.ts'
import { getOrderTracking } from './get-order-tracking.ts'
import { getParcel } from './get-parcel.ts'
import { listParcels } from './list-parcels.ts'
import { refreshDeliveryEstimates } from './refresh-estimates.ts'
import { reportTrackingEvents } from './report-tracking-events.ts'
import { expireSilentParcels, judgeOverdueHandovers } from './sweeps.ts'

/**
 * Shipments, parcels and what carriers report of them. Parcels move orders and sellers' records;
 * this module knows no money and no disputes.
 */
export { movableParcel } from './access.ts'
export { carrierNamed } from './carriers/registry.ts'
export { type DispatchPlan, dispatch, type ParcelPlan } from './dispatch.ts'
export { events } from './events.ts'
export { type HeardEvent, hearEvents } from './hear-events.ts'
export { links, loadParcels } from './links.ts'
export { isFinal, type ParcelState, phaseOf } from './parcel-state.ts'
export { type ParcelRow, selectParcelsOfPart } from './queries.ts'
export type { ClockScope } from './queries-overdue.ts'
export { parcelViews } from './render.ts'
export { Parcel, ParcelState as ParcelStateSchema, Shipment } from './schema.ts'
export { expireSilentParcels, judgeOverdueHandovers } from './sweeps.ts'

export const operations: readonly AnyOperation[] = [
  createShipment,
  getOrderTracking,
  listParcels,
  getParcel,
  addTrackingEvents,
  addTrackingNumber,
  reportTrackingEvents,
]

export const jobs: readonly Job[] = [
  {
    name: 'overdue hand-overs',
    everyMs: 10_000,
    run: (database, now) => database.transaction((db) => judgeOverdueHandovers(db, now)),
  },
  {
    name: 'parcels without news',
    everyMs: 60_000,
    run: (database, now) => database.transaction((db) => expireSilentParcels(db, now)),
  },
  { name: 'delivery estimates', everyMs: 600_000, run: refreshDeliveryEstimates },
]
