import type { Carrier } from './carrier.ts'
import { postalCodes } from './codes.ts'

const post = (code: string, name: string, trackingUrl?: string): Carrier => ({
  code,
  name,
  codes: postalCodes,
  ...(trackingUrl ? { trackingUrl } : {}),
})

const ups: Carrier = {
  code: 'ups',
  name: 'UPS',
  trackingUrl: 'https://www.ups.com/track?tracknum={number}',
  codes: {
    M: 'labelCreated',
    P: 'accepted',
    I: 'inTransit',
    O: 'outForDelivery',
    D: 'delivered',
    RS: 'returning',
    X: 'exception',
  },
}

const fedex: Carrier = {
  code: 'fedex',
  name: 'FedEx',
  trackingUrl: 'https://www.fedex.com/fedextrack/?trknbr={number}',
  codes: {
    OC: 'labelCreated',
    PU: 'accepted',
    IT: 'inTransit',
    AR: 'inTransit',
    DP: 'inTransit',
    CD: 'customsHeld',
    CC: 'customs',
    OD: 'outForDelivery',
    DE: 'attemptFailed',
    HL: 'availableForPickup',
    DL: 'delivered',
    RS: 'returning',
    SE: 'exception',
  },
}

const dhl: Carrier = {
  code: 'dhl',
  name: 'DHL',
  trackingUrl: 'https://www.dhl.com/en/express/tracking.html?AWB={number}',
  codes: {
    PU: 'accepted',
    PL: 'inTransit',
    AF: 'inTransit',
    AR: 'inTransit',
    DF: 'inTransit',
    RR: 'customs',
    CR: 'customs',
    WC: 'outForDelivery',
    OK: 'delivered',
    RT: 'returning',
  },
}

const usps: Carrier = {
  code: 'usps',
  name: 'United States Postal Service',
  trackingUrl: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={number}',
  codes: {
    ...postalCodes,
    MA: 'labelCreated',
    '03': 'accepted',
    '10': 'inTransit',
    '07': 'inTransit',
    OF: 'outForDelivery',
    '02': 'attemptFailed',
    '14': 'availableForPickup',
    '01': 'delivered',
    '09': 'returning',
  },
}

const others: readonly Carrier[] = [
  {
    code: 'ontrac',
    name: 'OnTrac',
    trackingUrl: 'https://www.ontrac.com/tracking/?number={number}',
  },
  { code: 'amazon', name: 'Amazon Logistics' },
  { code: 'yunexpress', name: 'YunExpress', trackingUrl: 'https://www.yuntrack.com/{number}' },
  { code: 'cainiao', name: 'Cainiao', trackingUrl: 'https://global.cainiao.com/{number}' },
  { code: 'gls', name: 'GLS' },
  { code: 'dpd', name: 'DPD' },
  { code: 'evri', name: 'Evri' },
  { code: 'sandbox', name: 'Sandbox Carrier' },
]

const posts: readonly Carrier[] = [
  post('china-post', 'China Post'),
  post('royal-mail', 'Royal Mail', 'https://www.royalmail.com/track-your-item#/{number}'),
  post('deutsche-post', 'Deutsche Post'),
  post('la-poste', 'La Poste', 'https://www.laposte.fr/outils/suivre-vos-envois?code={number}'),
  post('correios', 'Correios'),
  post('japan-post', 'Japan Post'),
  post('singapore-post', 'Singapore Post'),
  post('postnl', 'PostNL'),
  post('canada-post', 'Canada Post'),
  post(
    'australia-post',
    'Australia Post',
    'https://auspost.com.au/mypost/track/#/details/{number}',
  ),
  post('s10', 'National post'),
]

const carriers = new Map(
  [ups, fedex, dhl, usps, ...others, ...posts].map((carrier) => [carrier.code, carrier]),
)

/** Every carrier with a code of its own. */
export const knownCarriers: readonly Carrier[] = [...carriers.values()]

/** The carrier of a code or a name as people write it; one made from the name when unknown. */
export function carrierNamed(text: string): Carrier {
  const code = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const known = carriers.get(code) ?? knownCarriers.find((one) => slugOf(one.name) === code)
  return known ?? { code: code === '' ? 'other' : code, name: text.trim(), codes: postalCodes }
}

function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** Where a person follows the parcel, or null where the carrier has no such page. */
export function trackingUrlOf(carrier: Carrier, number: string): string | null {
  return carrier.trackingUrl?.replace('{number}', encodeURIComponent(number)) ?? null
}
