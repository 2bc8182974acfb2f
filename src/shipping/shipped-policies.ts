import { readFileSync } from 'node:fs'
import { expandCountries } from './country-groups.ts'
import dutyRules from './data/duty-rules.json' with { type: 'json' }
import restrictionRules from './data/restriction-rules.json' with { type: 'json' }
import services from './data/shipping-services.json' with { type: 'json' }
import { parseEcbRates } from './ecb.ts'
import type { RateRow } from './queries.ts'
import type { DutyRule, RestrictionRule } from './schema.ts'

// Dated policies ship as data and hold without being installed, so that an upgrade brings the rules of
// its day. Rows in the database come on top: one with the id of a shipped rule takes its place.

const ruleDefaults = {
  shipsFrom: ['*'],
  shipsFromExcept: [] as string[],
  hsPrefix: '',
  valueOverMinor: null,
  valueUpToMinor: null,
  basisPoints: 0,
  perHeadingMinor: 0,
  base: 'goods',
  checkoutUpToMinor: 0,
  isEstimate: false,
  validUntil: null,
} as const

/** The duty and tax rules that come with the product, countries written out. */
export const shippedDutyRules: readonly DutyRule[] = (dutyRules as Partial<DutyRule>[]).map(
  (row) => {
    const rule = { ...ruleDefaults, ...row } as DutyRule
    return {
      ...rule,
      destinations: expandCountries(rule.destinations),
      shipsFrom: expandCountries(rule.shipsFrom),
      shipsFromExcept: expandCountries(rule.shipsFromExcept),
    }
  },
)

/** The goods that destinations forbid, as they come with the product. */
export const shippedRestrictionRules: readonly RestrictionRule[] = restrictionRules.map((row) => ({
  validUntil: null,
  ...row,
  destinations: expandCountries(row.destinations),
}))

/** The services for sellers without any, while the operator has set none. */
export const shippedServices = services

let rates: RateRow[] | undefined

/** Reference rates of one day that let a fresh installation convert until it imports newer ones. */
export function shippedRates(): readonly RateRow[] {
  rates ??= parseEcbRates(
    readFileSync(new URL('./data/eurofxref-2025-10-09.xml', import.meta.url), 'utf8'),
  )
  return rates
}

/** Shipped rules with the database's on top: the same id takes the place of the shipped one. */
export function overlaid<Rule extends { id: string }>(
  shipped: readonly Rule[],
  rows: readonly Rule[],
): Rule[] {
  return [...new Map([...shipped, ...rows].map((rule) => [rule.id, rule])).values()]
}
