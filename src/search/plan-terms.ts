import { termOf } from './analysis/words.ts'
import type { Lexicon } from './lexicon.ts'

/** Stems of a word in the languages, those that occur; the first language's where none does. */
export function termsIn(word: string, lexicon: Lexicon, languages: readonly string[]): string[] {
  const stems = [...new Set(languages.map((language) => termOf(word, language)))]
  const known = stems.filter((stem) => lexicon.frequency(stem) > 0)
  return known.length > 0 ? known : stems.slice(0, 1)
}
