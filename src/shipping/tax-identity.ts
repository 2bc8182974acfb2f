import { createRequire } from 'node:module'
import type * as Stdnum from 'stdnum'
import { expandCountries } from './country-groups.ts'
import rows from './data/tax-identities.json' with { type: 'json' }

/** The tax or customs identities a country knows, and whether its customs insist on one. */
export interface TaxIdentityRule {
  readonly isRequired: boolean
  readonly name: string
  readonly example: string
  readonly validFrom: string
  readonly source: string
  readonly kinds: readonly { kind: string; number?: string; pattern?: string }[]
}

const rules = new Map(
  rows.flatMap((row) =>
    expandCountries(row.countries).map((country) => [country, row as TaxIdentityRule] as const),
  ),
)

/** The country's rule in force at `at`, if it has one. */
export function taxIdentityRule(country: string, at: Date): TaxIdentityRule | undefined {
  const rule = rules.get(country)
  return rule && new Date(rule.validFrom) <= at ? rule : undefined
}

/** Which kind of identity the text is and its compact form; undefined when it is none of them. */
export function readTaxIdentity(
  rule: TaxIdentityRule,
  country: string,
  text: string,
): { kind: string; value: string } | undefined {
  const compact = text.toUpperCase().replace(/[\s.,/-]/g, '')
  for (const { kind, number, pattern } of rule.kinds) {
    const value = pattern ? matching(pattern, compact) : validNumber(number ?? '', country, compact)
    if (value !== undefined) return { kind, value }
  }
  return undefined
}

function matching(pattern: string, text: string): string | undefined {
  return new RegExp(pattern).test(text) ? text : undefined
}

// Validators of every country in 15 MB: loaded with the first number that needs one.
const load = createRequire(import.meta.url)
const validators = (): typeof Stdnum => load('stdnum')

function validNumber(number: string, country: string, text: string): string | undefined {
  const [home = '', name = ''] = number.split('.')
  const { euVat, stdnum } = validators()
  const candidates = number === 'euVat' ? (euVat[country] ?? []) : [stdnum[home]?.[name]]
  for (const validator of candidates) {
    const result = validator?.validate(text)
    if (!result?.isValid) continue
    return name === 'vat' || number === 'euVat'
      ? withPrefix(country, result.compact)
      : result.compact
  }
  return undefined
}

// Validators cut the country off a VAT number; customs papers want it (Greece writes EL).
function withPrefix(country: string, value: string): string {
  const prefix = country === 'GR' ? 'EL' : country
  return value.startsWith(prefix) ? value : `${prefix}${value}`
}
