import groups from './data/country-groups.json' with { type: 'json' }

const members: Record<string, readonly string[] | undefined> = groups

/** Writes out groups such as "EU" as their countries and leaves country codes (and "*") alone. */
export function expandCountries(codes: readonly string[]): string[] {
  return [...new Set(codes.flatMap((code) => members[code] ?? [code]))]
}
