import { stemOf } from './stem.ts'
import type { Token } from './tokens.ts'

/** The index term of a folded word in a language (primary subtag). */
export function termOf(word: string, language: string): string {
  return stemOf(word, language)
}

/** Marks a quantity converted to base units, so that it meets only its like. */
export const convertedTerm = (converted: string): string => `~${converted}`

/** Marks a word that says what the product is, for searches that far more products answer than can be weighed. */
export const headTerm = (term: string): string => `^${term}`

/** Marks an article number, GTIN or SKU: letters and digits only, leading zeros off. */
export const codeTerm = (code: string): string => `#${code}`

/** The code backwards: whichever half of it a typo is in, the other half is the start of one of the two. */
export const reversedCodeTerm = (code: string): string => `<${[...code].reverse().join('')}`

const plainCode = /^[\da-z]*$/

/** Letters and digits of a code as a shopper might type it, folded, leading zeros of plain numbers off. */
export function normaliseCode(code: string): string {
  const lower = code.toLowerCase()
  const letters = plainCode.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '')
  return letters.startsWith('0') && /^\d+$/.test(letters)
    ? letters.replace(/^0+(?=\d)/, '')
    : letters
}

/** Every index term of a token, the most telling first. */
export function termsOf(token: Token, language: string): string[] {
  if (token.kind === 'quantity') {
    const converted = token.quantity?.converted
    return converted === undefined ? [token.text] : [token.text, convertedTerm(converted)]
  }
  if (token.parts.length === 0) return [termOf(token.text, language)]
  return [token.text, ...token.parts.map((part) => termOf(part, language))]
}
