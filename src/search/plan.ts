import { stopWordsOf } from './analysis/stop-words.ts'
import { type Token, tokenise } from './analysis/tokens.ts'
import { convertedTerm, normaliseCode } from './analysis/words.ts'
import type { Lexicon } from './lexicon.ts'
import { type Choices, correctedText, type Reading, respell } from './plan-spelling.ts'
import { addSynonyms } from './plan-synonyms.ts'
import { termsIn } from './plan-terms.ts'
import { codesIn } from './query-codes.ts'
import { headsOf } from './roles.ts'
import type { Doubt } from './spelling-context.ts'

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
  /** Those that hold letters and digits no product has so: a slip may be in them. */
  readonly oddCodes: readonly string[]
  /** Whether the words are only what punctuation cuts an unknown code into: no use where the code is found. */
  readonly isCodeOnly: boolean
  /** The query as it was read where spelling was corrected. */
  readonly correction: string | null
  /** Words that are in no product, as far as the lexicon knows, with their terms. */
  readonly unknown: readonly { readonly text: string; readonly term: string }[]
  /** Words that may be others, which the words beside them can tell. */
  readonly doubts: readonly Doubt[]
}

/** A word on its way to becoming a slot. */
export interface Piece {
  readonly text: string
  readonly kind: Token['kind']
  readonly term: string
  readonly isHead: boolean
  readonly alternatives: Alternative[]
  readonly reading: Reading
}

/** A piece before its place in the query is looked at. */
type WordPiece = Omit<Piece, 'isHead' | 'reading'>

export const queryLimits = { characters: 200, pieces: 12, alternatives: 5, doubts: 4 }

const nothingSettled: Choices = new Map()

/** Reads a query; languages are primary subtags, the shopper's own first. */
export function planQuery(
  written: string,
  lexicon: Lexicon,
  languages: readonly string[],
  choices = nothingSettled,
): QueryPlan {
  const text = written.slice(0, queryLimits.characters)
  const readings = respell(tokenise(text), lexicon, languages, choices)
  const pieces = piecesOf(readings, lexicon, languages)
  addJoins(pieces, lexicon, languages)
  for (const { alternatives, reading } of pieces) alternatives.push(...reading.others)
  addSynonyms(pieces, lexicon)
  const asked = pieces.flatMap((piece) => {
    const slot = slotOf(piece, lexicon)
    return slot === undefined ? [] : [{ reading: piece.reading, slot }]
  })
  const slips = readings.flatMap(({ slip }) => slip ?? [])
  const codes = codesIn(text)
  const odd = codes.length === 0 ? [] : readings.map(typedIn).filter((one) => isOdd(one, lexicon))
  return {
    slots: asked.map(({ slot }) => slot),
    codes,
    isCodeOnly:
      codes.length > 0 && asked.every(({ reading: { token } }) => isFragments(token, lexicon)),
    oddCodes: codes.filter((code) => odd.some(({ text }) => code.includes(normaliseCode(text)))),
    correction: slips.length === 0 ? null : correctedText(text, slips),
    unknown: [
      ...pieces.filter(({ reading }) => reading.slip === undefined),
      ...slips.flatMap(({ typed }) => piecesOfToken(typed, lexicon, languages)),
    ].filter(({ term }) => lexicon.frequency(term) === 0),
    doubts: readings.flatMap((reading) => doubtOf(reading, asked)).slice(0, queryLimits.doubts),
  }
}

const typedIn = ({ token, slip }: Reading) => slip?.typed ?? token
const isOdd = ({ text }: Token, lexicon: Lexicon) => /\d/.test(text) && lexicon.count(text) === 0

const isFragments = (token: Token, lexicon: Lexicon) =>
  token.kind === 'code' && token.parts.length > 0 && isOdd(token, lexicon)

/** What the other words can tell of a word that is open; nothing where they cannot. */
function doubtOf(
  reading: Reading,
  asked: readonly { readonly reading: Reading; readonly slot: Slot }[],
): Doubt[] {
  const { guess, slip } = reading
  if (guess === undefined || slip === null) return []
  if (guess.options.length < 2 && guess.proof === 'none') return []
  const others = asked.filter((one) => one.reading.guess !== guess).map(({ slot }) => slot)
  if (others.length === 0) return []
  const isHead = asked.some((one) => one.reading.guess === guess && one.slot.isHead)
  return [{ ...guess, typed: typedIn(reading).text, isHead, others }]
}

function piecesOf(
  readings: readonly Reading[],
  lexicon: Lexicon,
  languages: readonly string[],
): Piece[] {
  const isStop = ({ token }: Reading) =>
    token.kind === 'word' && languages.some((language) => stopWordsOf(language).has(token.text))
  const heads = headsOf(readings.map(({ token }) => token))
  const read = readings.map((reading, index) => ({ reading, isHead: heads[index] === true }))
  const telling = read.filter(({ reading }) => !isStop(reading))
  return (telling.length > 0 ? telling : read)
    .flatMap(({ reading, isHead }) =>
      piecesOfToken(reading.token, lexicon, languages).map((piece) => ({
        ...piece,
        isHead,
        reading,
      })),
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
  return token.parts.map((part) => {
    const piece = pieceOf(part, /\d/.test(part) ? 'code' : 'word', lexicon, languages)
    if (isKnown) piece.alternatives.push(whole)
    return piece
  })
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
