import { type Token, tokenise } from './analysis/tokens.ts'
import { quantityOf, unitWords } from './analysis/units.ts'
import { convertedTerm } from './analysis/words.ts'
import { editDistance } from './edit-distance.ts'
import type { Lexicon } from './lexicon.ts'
import type { Option } from './near-words.ts'
import type { Alternative } from './plan.ts'
import { type Guess, guess, isStopWord } from './spelling-options.ts'

/** What was typed, and what was meant by it. */
export interface Slip {
  readonly typed: Token
  readonly meant: string
}

/** A token of the query with what it is read as. */
export interface Reading {
  /** What is looked for; where a word was split, a reading for each part. */
  readonly token: Token
  /** Where something else was typed; null where the part before says it. */
  readonly slip?: Slip | null
  /** What is still open about it. */
  readonly guess?: Guess
  /** Other words that may have been meant. */
  readonly others: readonly Alternative[]
}

/** What words were settled to stand for, likeliest first, by what was typed; none leaves them as they are. */
export type Choices = ReadonlyMap<string, readonly Option[]>

const hedge = { margin: 4, most: 2, weight: 0.6, besideTyped: 0.9 }

/** Reads each token as the word that was most likely meant. */
export function respell(
  tokens: readonly Token[],
  lexicon: Lexicon,
  languages: readonly string[],
  choices: Choices,
): Reading[] {
  const isAlone = tokens.filter(({ text }) => !isStopWord(text, languages)).length === 1
  const readings: Reading[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const measure = measureOf(token, tokens[i + 1], lexicon)
    if (measure !== undefined) {
      readings.push(measure)
      i += 1
      continue
    }
    const open = guess(token, isAlone, lexicon, languages)
    if (open === undefined || isJoined(tokens, i, lexicon)) readings.push({ token, others: [] })
    else readings.push(...read(token, open, choices))
  }
  return readings
}

function read(typed: Token, open: Guess, choices: Choices): Reading[] {
  const settled = choices.get(typed.text)
  const [best, ...rest] = settled ?? open.options
  const left = settled === undefined ? { guess: open } : {}
  const isProofMissing = settled === undefined && open.proof === 'better'
  if (best === undefined || isProofMissing) return [{ token: typed, others: [], ...left }]
  const others = hedgesOf(best, rest, best.text === typed.text)
  if (best.text === typed.text) return [{ token: typed, others, ...left }]
  const [first, ...more] = tokenise(best.text)
  const opensPhrase = typed.opensPhrase
  return [
    { token: { ...first!, opensPhrase }, slip: { typed, meant: best.text }, others, ...left },
    ...more.map((token) => ({
      token: { ...token, opensPhrase: false },
      slip: null,
      others: [],
      ...left,
    })),
  ]
}

/** Words nearly as likely as the best, worth less: where it is wrong, one of them may be right. */
function hedgesOf(best: Option, rest: readonly Option[], isTyped: boolean): Alternative[] {
  const first = isTyped ? hedge.besideTyped : hedge.weight
  return rest
    .filter(({ score }) => score > best.score - hedge.margin)
    .slice(0, hedge.most)
    .map(({ terms }, rank) => ({ terms, weight: first * hedge.weight ** rank }))
}

/** Whether others write the token and its neighbour as one word. */
function isJoined(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index]!, tokens[index + 1]]
  const isKnown = (left?: Token, right?: Token) =>
    left !== undefined && right !== undefined && lexicon.count(left.text + right.text) > 0
  return isKnown(before, token) || isKnown(token, after)
}

/** A number before a mistyped unit: «2 metber». */
function measureOf(number: Token, unit: Token | undefined, lexicon: Lexicon): Reading | undefined {
  if (number.kind !== 'number' || unit?.kind !== 'word' || unit.text.length < 3) return undefined
  if (lexicon.count(unit.text) > 5) return undefined
  for (const meant of unitWords) {
    if (meant.length < 4 || editDistance(unit.text, meant, 1) !== 1) continue
    const quantity = quantityOf(number.text, meant)
    const terms = quantity ? [quantity.lexeme, convertedTerm(quantity.converted ?? '')] : []
    if (!quantity || !terms.some((term) => lexicon.frequency(term) > 0)) continue
    const [token] = tokenise(quantity.lexeme)
    const { opensPhrase } = number
    return { token: { ...token!, opensPhrase }, slip: { typed: unit, meant }, others: [] }
  }
  return undefined
}

/** The query with what was meant in the place of what was typed. */
export function correctedText(text: string, slips: readonly Slip[]): string {
  const meant = new Map(slips.map((slip) => [slip.typed.text, slip.meant]))
  const words = text.trim().split(/\s+/)
  const corrected = words.map((word) => {
    const tokens = tokenise(word)
    if (!tokens.some((token) => meant.has(token.text))) return word
    return tokens.map((token) => meant.get(token.text) ?? token.text).join(' ')
  })
  return corrected.join(' ')
}
