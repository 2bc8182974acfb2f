import type { Tx } from '../core/database.ts'
import { insertSteps, selectUnscriptedParcels, selectUnscriptedParts } from './queries.ts'
import { carrierScript, sellerScript } from './script.ts'

const batch = 50

/** Writes down what simulated sellers and carriers will do with new parts and parcels; answers how many. */
export async function writeScripts(db: Tx): Promise<number> {
  const parts = await selectUnscriptedParts(db, batch)
  for (const part of parts) {
    const target = { accountId: part.account_id, sellerOrderId: part.id, parcelId: null }
    const isAccepted = part.acceptance === 'accepted'
    await insertSteps(db, target, sellerScript(isAccepted, part.placed_at, part.step_ms))
  }
  const parcels = await selectUnscriptedParcels(db, batch)
  for (const parcel of parcels) {
    const target = {
      accountId: parcel.account_id,
      sellerOrderId: parcel.seller_order_id,
      parcelId: parcel.id,
    }
    const journey = {
      start: parcel.handed_over_at,
      stepMs: parcel.step_ms,
      shipFrom: parcel.ship_from,
      shipTo: parcel.ship_to,
      city: parcel.city,
    }
    await insertSteps(db, target, carrierScript(journey))
  }
  return parts.length + parcels.length
}
