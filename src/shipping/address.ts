import { iso31661 } from 'iso-3166'
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import Type from 'typebox'
import { ApiError, type FieldError } from '../core/errors.ts'
import { Country, Text } from '../core/schema.ts'
import { type CountryFormat, countryFormat, findRegion } from './address-format.ts'
import { readTaxIdentity, taxIdentityRule } from './tax-identity.ts'

export const Address = Type.Object(
  {
    name: Text({ minLength: 1, maxLength: 100, description: 'Who receives the parcel.' }),
    company: Type.Optional(Text({ maxLength: 100 })),
    line1: Text({ minLength: 1, maxLength: 200, description: 'Street and house number.' }),
    line2: Type.Optional(Text({ maxLength: 200, description: 'Flat, floor, building, district.' })),
    city: Type.Optional(Text({ maxLength: 100, description: 'Required by most countries.' })),
    region: Type.Optional(
      Text({
        maxLength: 100,
        description:
          'State, province or prefecture as ISO 3166-2 code, with or without the country ("CA" or "US-CA"); a name is understood and answered as code.',
      }),
    ),
    postalCode: Type.Optional(Text({ maxLength: 20 })),
    country: Country,
    phone: Type.Optional(
      Text({
        maxLength: 40,
        description: 'E.164 ("+5511961234567"); a national number is understood and answered so.',
      }),
    ),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    taxId: Type.Optional(
      Text({
        maxLength: 40,
        description:
          'Tax or customs identity of the recipient where the country asks for it: CPF or CNPJ (BR), RUT (CL), PCCC (KR), VAT or EORI number (EU, GB).',
      }),
    ),
    taxIdKind: Type.Optional(
      Text({ maxLength: 40, description: 'Which identity `taxId` is; worked out by the server.' }),
    ),
  },
  {
    $id: 'Address',
    additionalProperties: false,
    description: 'A postal address, validated by the rules of its country.',
    examples: [
      {
        name: 'Maria Silva',
        line1: 'Avenida Paulista 1000',
        line2: 'Apto 51',
        city: 'São Paulo',
        region: 'SP',
        postalCode: '01310-100',
        country: 'BR',
        phone: '+5511961234567',
        taxId: '52998224725',
      },
    ],
  },
)
export type Address = Type.Static<typeof Address>

/** Either the address as a carrier wants it, or every fault with the way to mend it. */
export type AddressVerdict = { ok: true; address: Address } | { ok: false; errors: FieldError[] }

const countryNames = new Map(iso31661.map(({ alpha2, name }) => [alpha2, name]))

/** Whether the code is an assigned ISO 3166-1 alpha-2 country. */
export function isCountry(code: string): boolean {
  return countryNames.has(code)
}

/**
 * Judges an address by the rules its country has at `at` and normalises spaces, region, postcode,
 * phone and tax identity. `pointer` is where the address sits in the input ("#/shipTo").
 */
export function validateAddress(input: Address, at: Date, pointer = '#'): AddressVerdict {
  const address = trimmed(input)
  const errors: FieldError[] = []
  const refuse = (field: keyof Address, code: string, message: string) =>
    errors.push({ pointer: `${pointer}/${field}`, code, message })
  if (!isCountry(address.country)) {
    refuse('country', 'unknown_country', 'Use an ISO 3166-1 alpha-2 code such as DE.')
    return { ok: false, errors }
  }
  const format = countryFormat(address.country)
  checkRequired(address, format, refuse)
  checkRegion(address, format, refuse)
  checkPostalCode(address, format, refuse)
  checkPhone(address, refuse)
  checkTaxIdentity(address, at, refuse)
  return errors.length > 0 ? { ok: false, errors } : { ok: true, address }
}

/** The normalised address; throws `invalid_address` with every fault when there is one. */
export function requireAddress(input: Address, at: Date, pointer = '#'): Address {
  const verdict = validateAddress(input, at, pointer)
  if (verdict.ok) return verdict.address
  throw new ApiError('invalid_address', verdict.errors.map(({ message }) => message).join(' '), {
    errors: verdict.errors,
  })
}

type Refuse = (field: keyof Address, code: string, message: string) => void

function trimmed(input: Address): Address {
  const entries = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, value.replace(/\s+/g, ' ').trim()] as const)
    .filter(([, value]) => value !== '')
  return { ...(Object.fromEntries(entries) as unknown as Address), country: input.country }
}

function checkRequired(address: Address, format: CountryFormat, refuse: Refuse): void {
  const country = nameOf(address)
  const needs: [keyof Address, boolean, string][] = [
    ['name', true, 'Give the name of the recipient.'],
    ['line1', true, 'Give the street and the house number.'],
    ['city', format.needsCity, `Give the city: addresses in ${country} need one.`],
    ['region', format.needsRegion, `Give the region${regionHint(format)}: ${country} needs one.`],
    ['postalCode', format.needsPostalCode, `Give the postcode${postcodeHint(format)}.`],
  ]
  for (const [field, isNeeded, message] of needs) {
    if (isNeeded && address[field] === undefined) refuse(field, 'required', message)
  }
}

function checkRegion(address: Address, format: CountryFormat, refuse: Refuse): void {
  if (address.region === undefined || format.regions.length === 0) return
  const region = findRegion(address.country, address.region)
  if (region) {
    address.region = region.code
    return
  }
  const leave = format.needsRegion ? '' : ', or leave it out'
  const message = `"${address.region}" is no region of ${nameOf(address)}: use its ISO 3166-2 code${regionHint(format)}${leave}.`
  refuse('region', 'unknown_region', message)
}

function checkPostalCode(address: Address, format: CountryFormat, refuse: Refuse): void {
  if (address.postalCode === undefined) return
  const postalCode = plainPostalCode(address.postalCode, format)
  address.postalCode = postalCode
  if (format.postalCode && !format.postalCode.test(postalCode)) {
    const message = `"${postalCode}" is no postcode of ${nameOf(address)}${postcodeHint(format)}.`
    refuse('postalCode', 'invalid_postal_code', message)
    return
  }
  const region = format.regions.find(({ code }) => code === address.region)
  if (region?.postcodePrefix && !region.postcodePrefix.test(postalCode)) {
    const message = `The postcode ${postalCode} does not lie in the region ${region.code}: mend one of the two.`
    refuse('postalCode', 'postal_code_outside_region', message)
  }
}

// LT-01001, L-1009 and the like: the country in front is a habit, not the postcode.
function plainPostalCode(text: string, { postalCode }: CountryFormat): string {
  const given = text.toUpperCase()
  const plain = given.replace(/^[A-Z]{1,3}-/, '')
  return !postalCode?.test(given) && postalCode?.test(plain) ? plain : given
}

// Length is judged, not the exact range: numbering plans gain ranges faster than libraries learn.
function checkPhone(address: Address, refuse: Refuse): void {
  if (address.phone === undefined) return
  const phone = parsePhoneNumberFromString(address.phone, address.country as CountryCode)
  if (phone?.isPossible()) {
    address.phone = phone.number
    return
  }
  const message = `"${address.phone}" is no telephone number: write it in E.164, such as +4930901820.`
  refuse('phone', 'invalid_phone', message)
}

function checkTaxIdentity(address: Address, at: Date, refuse: Refuse): void {
  delete address.taxIdKind
  const rule = taxIdentityRule(address.country, at)
  if (!rule) return
  if (address.taxId === undefined) {
    if (rule.isRequired) {
      const message = `Give the recipient's ${rule.name}: customs of ${nameOf(address)} ask for it.`
      refuse('taxId', 'tax_id_required', message)
    }
    return
  }
  const identity = readTaxIdentity(rule, address.country, address.taxId)
  if (identity) {
    address.taxId = identity.value
    address.taxIdKind = identity.kind
    return
  }
  const message = `"${address.taxId}" is no valid ${rule.name} (such as ${rule.example}).`
  refuse('taxId', 'invalid_tax_id', message)
}

function nameOf(address: Address): string {
  return countryNames.get(address.country) ?? address.country
}

function regionHint(format: CountryFormat): string {
  const codes = format.regions.slice(0, 3).map(({ code }) => code)
  return codes.length > 0 ? ` (such as ${codes.join(', ')})` : ''
}

function postcodeHint(format: CountryFormat): string {
  return format.postalCodeExample ? ` (such as ${format.postalCodeExample})` : ''
}
