import type { ParcelState } from '../parcel-state.ts'
import type { Carrier } from './carrier.ts'

/** Events of the Universal Postal Union (EMSEVT), which national posts exchange. */
export const postalCodes: Readonly<Record<string, ParcelState>> = {
  EMA: 'accepted',
  EMB: 'inTransit',
  EMC: 'inTransit',
  EMD: 'inTransit',
  EME: 'customsHeld',
  EMF: 'inTransit',
  EMG: 'inTransit',
  EMH: 'attemptFailed',
  EMI: 'delivered',
  EMJ: 'inTransit',
  EMK: 'inTransit',
  EXA: 'customs',
  EXB: 'customsHeld',
  EXC: 'inTransit',
  EXD: 'inTransit',
  EXX: 'exception',
  EDA: 'inTransit',
  EDB: 'customs',
  EDC: 'inTransit',
  EDD: 'inTransit',
  EDE: 'inTransit',
  EDF: 'inTransit',
  EDG: 'outForDelivery',
  EDH: 'availableForPickup',
}

/** Words that tracking services and shop platforms use, by their letters and digits alone. */
const commonWords: Readonly<Record<string, ParcelState>> = {
  inforeceived: 'labelCreated',
  pretransit: 'labelCreated',
  labelcreated: 'labelCreated',
  labelprinted: 'labelCreated',
  labelpurchased: 'labelCreated',
  confirmed: 'labelCreated',
  accepted: 'accepted',
  carrierpickedup: 'accepted',
  pickedup: 'accepted',
  collected: 'accepted',
  transit: 'inTransit',
  intransit: 'inTransit',
  departed: 'inTransit',
  arrived: 'inTransit',
  delayed: 'inTransit',
  customs: 'customs',
  customscleared: 'customs',
  customsheld: 'customsHeld',
  customshold: 'customsHeld',
  outfordelivery: 'outForDelivery',
  attemptfail: 'attemptFailed',
  attemptfailed: 'attemptFailed',
  attempteddelivery: 'attemptFailed',
  deliveryattempted: 'attemptFailed',
  undelivered: 'attemptFailed',
  availableforpickup: 'availableForPickup',
  readyforpickup: 'availableForPickup',
  pickup: 'availableForPickup',
  delivered: 'delivered',
  returning: 'returning',
  returntosender: 'returning',
  returned: 'returned',
  lost: 'lost',
  damaged: 'damaged',
  exception: 'exception',
  failure: 'exception',
  expired: 'expired',
}

/** What a carrier's raw status code means, or undefined where neither it nor its like is known. */
export function stateOfCode(carrier: Carrier, rawCode: string): ParcelState | undefined {
  const code = rawCode.trim().toUpperCase()
  const word = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return carrier.codes?.[code] ?? commonWords[word]
}
