/**
 * The digits of a GTIN (8, 12, 13 or 14 of them) whose check digit is right, else null. Spaces and
 * hyphens are ignored, and so is the apostrophe with which spreadsheets keep leading zeros.
 */
export function parseGtin(text: string): string | null {
  const digits = text.replace(/^'|[\s-]/g, '')
  if (!/^(\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return null
  let sum = 0
  for (let i = digits.length - 2, weight = 3; i >= 0; i -= 1, weight = 4 - weight) {
    sum += Number(digits[i]) * weight
  }
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1)) ? digits : null
}

/** The 14 digits by which two spellings of one GTIN are equal. */
export function gtin14(gtin: string): string {
  return gtin.padStart(14, '0')
}
