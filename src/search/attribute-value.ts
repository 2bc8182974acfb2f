import { remember } from './analysis/remember.ts'
import { stopWordsOf } from './analysis/stop-words.ts'
import { type Token, tokenise } from './analysis/tokens.ts'
import { plainNumber } from './analysis/units.ts'
import { termsOf } from './analysis/words.ts'
import type { DocumentAttribute } from './document.ts'
import { isNoun } from './goods-names.ts'

/** The value of an attribute as the index reads it. */
export interface ReadValue {
  /** Its terms as part of a tsvector literal; without positions they count as D and take six bytes less. */
  readonly vector: string
  readonly terms: number
  readonly words: readonly string[]
  /** All of it in folded words, where it is a short one of plain words with a noun among them. */
  readonly phrase: string | undefined
}

/** Marks a document that has no room for all of its attributes' terms: these cannot tell what it lacks. */
export const fullTerm = '@full'

const limits = { tokens: 24, phrase: 4, remembered: 80 }
// Values of attributes repeat from product to product.
const reader = remember((language) => remember((text) => read(text, language), 20_000))

/** Reads the value of an attribute in a language (primary subtag); undefined where it denies something. */
export function readAttribute(
  { name, value, unit }: DocumentAttribute,
  language: string,
): ReadValue | undefined {
  if (value === false) return undefined
  if (value === true) return readValue(name, language)
  return readValue(unit ? `${value} ${unit}` : String(value), language)
}

function readValue(text: string, language: string): ReadValue {
  const number = plainNumber(text)
  if (number !== undefined) {
    return { vector: `'${number}' `, terms: 1, words: [number], phrase: undefined }
  }
  return text.length <= limits.remembered ? reader(language)(text) : read(text, language)
}

function read(text: string, language: string): ReadValue {
  const stop = stopWordsOf(language)
  const all = tokensOfValue(text)
  const terms = new Set<string>()
  const words = new Set<string>()
  for (const token of all) {
    if (stop.has(token.text)) continue
    for (const term of termsOf(token, language)) terms.add(term)
    words.add(token.text)
    for (const part of token.parts) words.add(part)
  }
  return {
    vector: [...terms].map((term) => `'${term}' `).join(''),
    terms: terms.size,
    words: [...words],
    phrase: isPhrase(all) ? all.map((token) => token.text).join(' ') : undefined,
  }
}

/** What the index looks at of a value. */
export const tokensOfValue = (text: string): Token[] =>
  tokenise(text.includes('\\n') ? text.replaceAll('\\n', ', ') : text).slice(0, limits.tokens)

const isPhrase = (tokens: readonly Token[]): boolean =>
  tokens.length <= limits.phrase &&
  tokens.every(({ kind }) => kind === 'word') &&
  tokens.some(({ text, parts }) => isNoun(text) || parts.some(isNoun))
