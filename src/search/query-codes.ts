import { normaliseCode } from './analysis/words.ts'

/** Runs of up to four words that look like an article number: a digit, and a letter or six digits. */
export function codesIn(text: string): string[] {
  const words = text.split(/\s+/).slice(0, 12)
  const codes = new Set<string>()
  words.forEach((_, from) => {
    for (let length = 1; length <= 4 && from + length <= words.length; length++) {
      const code = normaliseCode(words.slice(from, from + length).join(''))
      const isLong = /\p{L}/u.test(code) ? code.length >= 4 : code.length >= 6
      if (isLong && code.length <= 40 && /\d/.test(code)) codes.add(code)
    }
  })
  return [...codes]
}
