import { createRequire } from 'node:module'
import type Tracking from 'ts-tracking-number'
import type { Carrier } from './carrier.ts'
import { carrierNamed } from './registry.ts'

// Postal numbers (UPU S10) end in the country whose post took the parcel.
const postOfCountry: Readonly<Record<string, string>> = {
  AU: 'australia-post',
  BR: 'correios',
  CA: 'canada-post',
  CN: 'china-post',
  DE: 'deutsche-post',
  FR: 'la-poste',
  GB: 'royal-mail',
  JP: 'japan-post',
  NL: 'postnl',
  SG: 'singapore-post',
  US: 'usps',
}

// Hundreds of modules that most processes never need: loaded with the first number.
const load = createRequire(import.meta.url)
const detector = (): typeof Tracking => load('ts-tracking-number')

/** A tracking number as stored and compared: upper case, letters and digits only. */
export function normaliseTrackingNumber(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/** The carrier that a number's form and check digits speak for, or undefined where none does. */
export function carrierOfNumber(trackingNumber: string): Carrier | undefined {
  const number = normaliseTrackingNumber(trackingNumber)
  if (number.startsWith('ENTTEST')) return carrierNamed('sandbox')
  const found = detector().getTracking(number)
  if (found) return carrierNamed(postOf(found.courier.code, number))
  if (/^LP\d{14}$/.test(number)) return carrierNamed('cainiao')
  if (/^YT\d{16}$/.test(number)) return carrierNamed('yunexpress')
  return undefined
}

function postOf(code: string, number: string): string {
  return code === 's10' ? (postOfCountry[number.slice(-2)] ?? 's10') : code
}
