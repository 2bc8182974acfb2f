import type { RestrictionRule } from './schema.ts'

/** Kinds of goods that carriers and customs treat apart. */
export const restrictionKinds = [
  'aerosol',
  'alcohol',
  'animalProduct',
  'battery',
  'cosmetic',
  'dangerousGood',
  'drone',
  'flammable',
  'food',
  'fragile',
  'liquid',
  'magnet',
  'medicine',
  'plant',
  'powder',
  'sharp',
  'tobacco',
  'vape',
  'weapon',
] as const

/** The rules at `at` that forbid goods with these restrictions to enter the country. */
export function forbiddingRules(
  rules: readonly RestrictionRule[],
  restrictions: readonly string[],
  country: string,
  at: Date,
): RestrictionRule[] {
  const day = at.toISOString().slice(0, 10)
  return rules.filter(
    (rule) =>
      isInForce(rule, day) &&
      covers(rule.destinations, country) &&
      (rule.restriction === '*' || restrictions.includes(rule.restriction)),
  )
}

/** Whether a dated rule holds on the day ("2026-11-23"); `validUntil` is the first day it does not. */
export function isInForce(rule: { validFrom: string; validUntil: string | null }, day: string) {
  return rule.validFrom <= day && (rule.validUntil === null || day < rule.validUntil)
}

/** Whether a list of countries names the country, or "*" all of them. */
export function covers(countries: readonly string[], country: string): boolean {
  return countries.includes(country) || countries.includes('*')
}
