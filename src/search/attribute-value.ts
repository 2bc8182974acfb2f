import { LRUCache } from 'lru-cache'
import { stopWordsOf } from './analysis/stop-words.ts'
import { tokenise } from './analysis/tokens.ts'
import { termsOf } from './analysis/words.ts'

/** The value of an attribute as the index reads it. */
export interface ReadValue {
  readonly terms: readonly string[]
  readonly words: readonly string[]
  /** All of it in folded words, where it is a short one. */
  readonly phrase: string | undefined
}

const limits = { tokens: 24, phrase: 4, cached: 80 }
// Values of attributes repeat from product to product.
const cache = new LRUCache<string, ReadValue>({ max: 20_000 })

/** Reads a value in a language (primary subtag). */
export function readValue(text: string, language: string): ReadValue {
  const key = `${language}\t${text}`
  const known = text.length <= limits.cached ? cache.get(key) : undefined
  if (known) return known
  const stop = stopWordsOf(language)
  const all = tokenise(text.replaceAll('\\n', ', '))
  const telling = all.slice(0, limits.tokens).filter((token) => !stop.has(token.text))
  const value = {
    terms: telling.flatMap((token) => termsOf(token, language)),
    words: telling.flatMap(({ text: word, parts }) => [word, ...parts]),
    phrase: all.length <= limits.phrase ? all.map((token) => token.text).join(' ') : undefined,
  }
  if (text.length <= limits.cached) cache.set(key, value)
  return value
}
