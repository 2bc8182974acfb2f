import countries from 'i18n-iso-countries'

/** Whether the text is the code of a country (ISO 3166-1 alpha-2, upper case). */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && countries.isValid(code)
}

/** A BCP 47 tag in its canonical spelling, or null where the text is none. */
export function parseLanguage(text: string | null): string | null {
  if (text === null || text.length > 35) return null
  try {
    return Intl.getCanonicalLocales(text.replace('_', '-'))[0] ?? null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
