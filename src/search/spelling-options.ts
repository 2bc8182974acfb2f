import { stopWordsOf } from './analysis/stop-words.ts'
import type { Token } from './analysis/tokens.ts'
import { convertedTerm } from './analysis/words.ts'
import { isNoun } from './goods-names.ts'
import type { Lexicon } from './lexicon.ts'
import { likeliest, likelihood, nearWords, type Option, optionOf } from './near-words.ts'
import { termsIn } from './plan-terms.ts'

/** What a token may stand for, likeliest first; the token itself is one of the options where it is known. */
export interface Guess {
  readonly options: readonly Option[]
  /**
   * What it takes to read the token as its first option: nothing; to be found with the other words of
   * the query, where it is a long shot; or that the token itself, a known word, is hardly ever.
   */
  readonly proof: 'none' | 'found' | 'better'
}

/** Words are mostly meant as they are typed. */
const typedBonus = 3
const rareDocuments = 5
const timesAsFrequent = { rare: 20, known: 10 }
/** Known words that may be slips of others are in no more than this share of the documents. */
const knownShare = 0.005
/** The cost of a digit left out or swapped with the next. */
const likelyCodeSlip = 4.5
const longShot = -3
const tooFar = -5

/** What a token may stand for; undefined where it is what it seems. */
export function guess(
  token: Token,
  isAlone: boolean,
  lexicon: Lexicon,
  languages: readonly string[],
): Guess | undefined {
  if (token.text.length < 3) return undefined
  if (token.kind === 'code') return guessCode(token, lexicon, languages)
  if (token.kind !== 'word' || isStopWord(token.text, languages)) return undefined
  return token.parts.length > 0
    ? guessCompound(token, lexicon, languages)
    : guessWord(token.text, isAlone, lexicon, languages)
}

export const isStopWord = (word: string, languages: readonly string[]) =>
  languages.some((language) => stopWordsOf(language).has(word))

function guessWord(
  text: string,
  isAlone: boolean,
  lexicon: Lexicon,
  languages: readonly string[],
): Guess | undefined {
  const term = termsIn(text, lexicon, languages)[0]!
  const own = lexicon.frequency(term)
  const count = lexicon.count(text)
  const typed: Option = { text, terms: [term], score: likelihood(text, own, count) }
  if (own > rareDocuments && count > 0) {
    return isAlone ? undefined : guessKnown(typed, own, lexicon, languages)
  }
  const near = nearWords(text, lexicon, languages).filter(({ score }) => isAlone || score > tooFar)
  if (own === 0) {
    const isNear = near[0]?.distance === 1
    const split = isNear ? undefined : splitOf(text, lexicon, languages)
    if (split !== undefined) return { options: [split, ...near], proof: 'none' }
    if (near.length === 0) return undefined
    const isBold = !isAlone && (isNoun(text) || near[0]!.score < longShot)
    return { options: near, proof: isBold ? 'found' : 'none' }
  }
  const likely = near.filter(({ distance, frequency }) =>
    count > 0
      ? frequency >= timesAsFrequent.rare * own
      : // The stem is known, the word is not: «processer» stems to «process».
        distance === 1 && frequency >= rareDocuments,
  )
  if (likely.length === 0) return undefined
  return { options: [{ ...typed, score: typed.score + typedBonus }, ...likely], proof: 'none' }
}

/** A known word that is the likely slip of a far more frequent one: «cse», «back tv». */
function guessKnown(
  typed: Option,
  own: number,
  lexicon: Lexicon,
  languages: readonly string[],
): Guess | undefined {
  if (own > lexicon.documents * knownShare) return undefined
  const near = lexicon
    .likelyMeant(typed.text)
    .map((one) => optionOf(one.word, one, typed.text, lexicon, languages))
    .filter(
      ({ terms, frequency }) =>
        terms[0] !== typed.terms[0] && frequency >= timesAsFrequent.known * own,
    )
  const likely = likeliest(near)
  return likely.length === 0 ? undefined : { options: [typed, ...likely], proof: 'better' }
}

/** A compound that nobody writes so: one slip away from a known one («tpt-link»), or with a mistyped part. */
function guessCompound(
  { text, parts }: Token,
  lexicon: Lexicon,
  languages: readonly string[],
): Guess | undefined {
  if (lexicon.count(text) > 0) return undefined
  const terms = parts.map((part) => termsIn(part, lexicon, languages)[0]!)
  const isOdd = terms.map((term) => lexicon.frequency(term) === 0)
  if (!isOdd.includes(true)) return undefined
  const whole = lexicon
    .neighbours(text, 1)
    .map((one) => optionOf(hyphenated(one.word, parts), one, text, lexicon, languages))
  if (whole.length > 0) return { options: likeliest(whole), proof: 'none' }
  const mended = parts.map((part, index) =>
    isOdd[index] ? nearWords(part, lexicon, languages)[0] : undefined,
  )
  if (mended.every((one) => one === undefined)) return undefined
  const mendedText = parts.map((part, index) => mended[index]?.text ?? part).join('-')
  const mendedTerms = terms.map((term, index) => mended[index]?.terms[0] ?? term)
  return { options: [{ text: mendedText, terms: mendedTerms, score: 0 }], proof: 'none' }
}

/** Puts the hyphen back before the last part of the compound or after its first. */
function hyphenated(word: string, parts: readonly string[]): string {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  const isWithin = (part: string) => word.length > part.length
  if (word.endsWith(last) && isWithin(last)) return `${word.slice(0, -last.length)}-${last}`
  if (word.startsWith(first) && isWithin(first)) return `${first}-${word.slice(first.length)}`
  return word
}

/** Letters and digits that no product has so, one slip away from what some have: «6z4gb», «ddrk4». */
function guessCode(
  { text, parts }: Token,
  lexicon: Lexicon,
  languages: readonly string[],
): Guess | undefined {
  if (lexicon.frequency(text) > 0 || lexicon.frequency(convertedTerm(text)) > 0) return undefined
  const forms = /^\d+$/.test(parts[0] ?? '') ? [text, parts.join('.')] : [text]
  const near = forms.flatMap((form) =>
    lexicon
      .neighbours(form, 1)
      .map((one) => optionOf(one.word, one, form, lexicon, languages))
      // Another digit makes another model.
      .filter((one) => one.cost <= likelyCodeSlip || digitsOf(one.text) === digitsOf(form)),
  )
  const likely = likeliest(near)
  if (likely.length === 0) return undefined
  const terms = parts.map((part) => termsIn(part, lexicon, languages)[0]!)
  const frequencies = terms.map((term) => lexicon.frequency(term))
  if (parts.length === 0 || frequencies.includes(0)) return { options: likely, proof: 'none' }
  const score = likelihood(text, Math.min(...frequencies), 0) + typedBonus
  return { options: [{ text, terms, score }, ...likely], proof: 'none' }
}

const digitsOf = (text: string) => text.replace(/\D/g, '')

/** Two frequent words written without the space between them. */
function splitOf(word: string, lexicon: Lexicon, languages: readonly string[]): Option | undefined {
  let best: Option | undefined
  let bestFrequency = Math.min(20, lexicon.documents / 1000)
  for (let i = 2; i + 2 <= word.length; i++) {
    const parts = [word.slice(0, i), word.slice(i)]
    if (parts.some((part) => lexicon.count(part) === 0 || /^\d/.test(part))) continue
    if (parts[0]!.length < 3 && parts[1]!.length < 4) continue
    if (parts.some((part) => isStopWord(part, languages))) continue
    const terms = parts.map((part) => termsIn(part, lexicon, languages)[0]!)
    const frequency = Math.min(...terms.map((term) => lexicon.frequency(term)))
    if (frequency > bestFrequency) {
      bestFrequency = frequency
      best = { text: parts.join(' '), terms, score: likelihood(word, frequency, frequency) }
    }
  }
  return best
}
