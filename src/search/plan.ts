import { stopWordsOf } from './analysis/stop-words.ts'
import { type Token, tokenise } from './analysis/tokens.ts'
import { convertedTerm, normaliseCode, termOf } from './analysis/words.ts'
import type { Lexicon } from './lexicon.ts'
import { addSpelling } from './plan-spelling.ts'
import { addSynonyms } from './plan-synonyms.ts'
import { headsOf } from './roles.ts'

/** Terms that stand for one word of the query; all of `terms` must be in the document. */
export interface Alternative {
  readonly terms: readonly string[]
  /** 1 for the word itself, less for what only stands in for it. */
  readonly weight: number
}

/** One word of the query with everything that answers it. */
export interface Slot {
  readonly text: string
  readonly alternatives: readonly Alternative[]
  readonly idf: number
  readonly frequency: number
  /** Whether the word says what is looked for («bag» of «laptop bag»), as it would in a title. */
  readonly isHead: boolean
}

/** What a query asks for, before any filter. */
export interface QueryPlan {
  readonly slots: readonly Slot[]
  /** Article numbers the query may consist of or contain, normalised. */
  readonly codes: readonly string[]
  /** The query as it was read where spelling was corrected. */
  readonly correction: string | null
  /** Words that are in no product, as far as the lexicon knows, with their terms. */
  readonly unknown: readonly { readonly text: string; readonly term: string }[]
}

/** A word on its way to becoming a slot. */
export interface Piece {
  readonly text: string
  readonly kind: Token['kind']
  readonly term: string
  readonly isHead: boolean
  readonly alternatives: Alternative[]
  /** The spelling that took its place. */
  correction?: string
}

/** A piece before its place in the query is looked at. */
type WordPiece = Omit<Piece, 'isHead'>

export const queryLimits = { characters: 200, pieces: 12, alternatives: 5 }

/** Reads a query; languages are primary subtags, the shopper's own first. */
export function planQuery(text: string, lexicon: Lexicon, languages: readonly string[]): QueryPlan {
  const pieces = piecesOf(text, lexicon, languages)
  addJoins(pieces, lexicon, languages)
  addSpelling(pieces, lexicon, languages)
  addSynonyms(pieces, lexicon)
  const slots = pieces.map((piece) => slotOf(piece, lexicon)).filter((slot) => slot !== undefined)
  return {
    slots,
    codes: codesIn(text),
    correction: correctedText(pieces),
    unknown: pieces.filter((piece) => lexicon.frequency(piece.term) === 0),
  }
}

function piecesOf(text: string, lexicon: Lexicon, languages: readonly string[]): Piece[] {
  const tokens = tokenise(text.slice(0, queryLimits.characters))
  const isStop = (token: Token) =>
    token.kind === 'word' && languages.some((language) => stopWordsOf(language).has(token.text))
  const heads = headsOf(tokens)
  const read = tokens.map((token, index) => ({ token, isHead: heads[index] === true }))
  const telling = read.filter(({ token }) => !isStop(token))
  return (telling.length > 0 ? telling : read)
    .flatMap(({ token, isHead }) =>
      piecesOfToken(token, lexicon, languages).map((piece) => ({ ...piece, isHead })),
    )
    .slice(0, queryLimits.pieces)
}

function piecesOfToken(token: Token, lexicon: Lexicon, languages: readonly string[]): WordPiece[] {
  const whole: Alternative = { terms: [token.text], weight: 1 }
  if (token.quantity) {
    const { converted } = token.quantity
    const alternatives =
      converted === undefined
        ? [whole]
        : [whole, { terms: [convertedTerm(converted)], weight: 0.9 }]
    return [{ text: token.text, kind: token.kind, term: token.text, alternatives }]
  }
  if (token.parts.length === 0) return [pieceOf(token.text, token.kind, lexicon, languages)]
  const isKnown = lexicon.frequency(token.text) > 0
  if (token.kind === 'code' && lexicon.frequency(token.text) >= 2) {
    return [{ text: token.text, kind: token.kind, term: token.text, alternatives: [whole] }]
  }
  const slip = isKnown ? undefined : compoundSlip(token, lexicon, languages)
  if (slip !== undefined) {
    const piece = pieceOf(slip, 'word', lexicon, languages)
    return [{ ...piece, text: token.text, correction: slip }]
  }
  return token.parts.map((part) => {
    const piece = pieceOf(part, /\d/.test(part) ? 'code' : 'word', lexicon, languages)
    if (isKnown) piece.alternatives.push(whole)
    return piece
  })
}

/** A compound that is one slip away from a known one («tpt-link»), where a part of it is unknown. */
function compoundSlip(token: Token, lexicon: Lexicon, languages: readonly string[]) {
  if (token.kind !== 'word') return undefined
  const isOdd = token.parts.some((part) => lexicon.frequency(termOf(part, languages[0]!)) === 0)
  if (!isOdd) return undefined
  const near = lexicon.neighbours(token.text, 1).sort((a, b) => b.count - a.count)
  return near[0]?.word
}

/** A word with its stem in every language in question that knows it. */
export function pieceOf(
  text: string,
  kind: Token['kind'],
  lexicon: Lexicon,
  languages: readonly string[],
): WordPiece {
  const terms = termsIn(text, lexicon, languages)
  return {
    text,
    kind,
    term: terms[0]!,
    alternatives: terms.map((term) => ({ terms: [term], weight: 1 })),
  }
}

/** Stems of a word in the languages, those that occur; the first language's where none does. */
export function termsIn(word: string, lexicon: Lexicon, languages: readonly string[]): string[] {
  const stems = [...new Set(languages.map((language) => termOf(word, language)))]
  const known = stems.filter((stem) => lexicon.frequency(stem) > 0)
  return known.length > 0 ? known : stems.slice(0, 1)
}

/** Two neighbours that other people write as one word: «note book», «cat 6», «web camera» (webcam). */
function addJoins(pieces: Piece[], lexicon: Lexicon, languages: readonly string[]): void {
  for (let i = 0; i + 1 < pieces.length; i++) {
    const [left, right] = [pieces[i]!, pieces[i + 1]!]
    for (const joined of joinsOf(left, right, lexicon)) {
      for (const term of termsIn(joined, lexicon, languages)) {
        if (lexicon.frequency(term) === 0) continue
        left.alternatives.push({ terms: [term], weight: 0.9 })
        right.alternatives.push({ terms: [term], weight: 0.9 })
      }
    }
  }
}

function joinsOf(left: Piece, right: Piece, lexicon: Lexicon): string[] {
  const joins = lexicon.count(left.text + right.text) > 0 ? [left.text + right.text] : []
  if (left.kind !== 'word' || right.kind !== 'word') return joins
  if (left.text.length < 3 || right.text.length < 5) return joins
  for (let length = 3; length < right.text.length; length++) {
    const blend = left.text + right.text.slice(0, length)
    if (lexicon.count(blend) >= 5) joins.push(blend)
  }
  return joins
}

function slotOf(piece: Piece, lexicon: Lexicon): Slot | undefined {
  const known = piece.alternatives
    .map((one) => ({ ...one, frequency: Math.min(...one.terms.map((t) => lexicon.frequency(t))) }))
    .filter(({ frequency }) => frequency > 0)
  const single = new Set(known.flatMap(({ terms }) => (terms.length === 1 ? terms : [])))
  const needed = known.filter(
    ({ terms }) => terms.length === 1 || !terms.some((term) => single.has(term)),
  )
  const best = [...new Map(needed.map((one) => [one.terms.join(' '), one])).values()]
    .sort((a, b) => b.weight - a.weight || b.frequency - a.frequency)
    .slice(0, queryLimits.alternatives)
  if (best.length === 0) return undefined
  const frequency = Math.max(...best.map((one) => one.frequency))
  const alternatives = best.map(({ terms, weight }) => ({ terms, weight }))
  const { text, isHead } = piece
  return { text, isHead, alternatives, frequency, idf: lexicon.inverseFrequency(frequency) }
}

/** Runs of up to four words that look like an article number: a digit, and a letter or six digits. */
function codesIn(text: string): string[] {
  const words = text.slice(0, queryLimits.characters).split(/\s+/).slice(0, 12)
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

function correctedText(pieces: readonly Piece[]): string | null {
  if (!pieces.some(({ correction }) => correction !== undefined)) return null
  return pieces.map(({ text, correction }) => correction ?? text).join(' ')
}
