import { isUnit } from './analysis/units.ts'
import type { Neighbour } from './correction-index.ts'
import { isNoun } from './goods-names.ts'
import type { Lexicon } from './lexicon.ts'
import { termsIn } from './plan-terms.ts'
import { slipCost } from './slip-cost.ts'

/** What somebody may have meant by a word. */
export interface Option {
  /** As it would be written: `laptop`, or `laptop case` where a space was left out. */
  readonly text: string
  /** Terms that a document of it has. */
  readonly terms: readonly string[]
  /** How likely it is, in natural logarithms. */
  readonly score: number
}

export interface NearWord extends Option {
  readonly distance: number
  /** How unlikely the slip is. */
  readonly cost: number
  readonly frequency: number
}

const prior = { frequent: 0.35, goods: 1, sameStart: 0.25, plural: -0.5 }
const worthTrying = { most: 3, within: 5 }

/** How likely a word is to be meant before what was typed is looked at: frequent ones, and names of goods. */
export function likelihood(word: string, frequency: number, count: number): number {
  const frequent = Math.log(1 + frequency) + Math.log(1 + count)
  return prior.frequent * frequent + (isNoun(word) ? prior.goods : 0)
}

/** Known words that may have been meant, likeliest first, one for each term. */
export function nearWords(
  typed: string,
  lexicon: Lexicon,
  languages: readonly string[],
): NearWord[] {
  const distance = typed.length <= 4 ? 1 : 2
  const near = lexicon
    .neighbours(typed, distance)
    .map((one) => optionOf(one.word, one, typed, lexicon, languages))
  // Short words have many neighbours as it is.
  const isPlural = /^[a-z]{3,}s$/.test(typed) && (typed.length > 4 || near.length === 0)
  const plurals = isPlural ? nearPlurals(typed, distance, lexicon, languages) : []
  return likeliest([...near, ...plurals]).filter(({ terms }) => terms[0] !== typed)
}

/** A known word as what was meant by another. */
export function optionOf(
  written: string,
  { word, distance, count }: Neighbour,
  typed: string,
  lexicon: Lexicon,
  languages: readonly string[],
): NearWord {
  const term = termsIn(word, lexicon, languages)[0]!
  const frequency = lexicon.frequency(term)
  const start = word[0] === typed[0] ? prior.sameStart : 0
  const cost = slipCost(word, typed)
  const score = likelihood(word, frequency, count) - cost + start
  return { text: written, terms: [term], score, distance, cost, frequency }
}

/** Plurals that no product has, of words that are known: «dollks» is near «dolls» where «doll» is known. */
function nearPlurals(
  typed: string,
  distance: number,
  lexicon: Lexicon,
  languages: readonly string[],
): NearWord[] {
  const single = typed.slice(0, -1)
  return lexicon
    .neighbours(single, typed.length < 6 ? 1 : distance)
    .filter(({ word }) => /^[a-z]+[^s]$/.test(word) && lexicon.count(`${word}s`) === 0)
    .map((one) => optionOf(`${one.word}s`, one, single, lexicon, languages))
    .map((one) => ({ ...one, score: one.score + prior.plural }))
}

/** The best of the options, one for each term; units stand for nothing without their number. */
export function likeliest<T extends Option>(options: readonly T[]): T[] {
  const best = new Map<string, T>()
  for (const option of options) {
    const term = option.terms.join(' ')
    if (isUnit(option.text) || isUnit(option.text.replace(/s$/, ''))) continue
    const known = best.get(term)
    if (known === undefined || byScore(option, known) < 0) best.set(term, option)
  }
  const sorted = [...best.values()].sort(byScore)
  const least = (sorted[0]?.score ?? 0) - worthTrying.within
  return sorted.filter(({ score }) => score > least).slice(0, worthTrying.most)
}

const byScore = (a: Option, b: Option): number => b.score - a.score || (a.text < b.text ? -1 : 1)
