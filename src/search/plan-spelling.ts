import { isUnit } from './analysis/units.ts'
import type { Lexicon } from './lexicon.ts'
import { type Piece, termsIn } from './plan.ts'

interface Candidate {
  readonly word: string
  readonly term: string
  readonly distance: number
  readonly frequency: number
  readonly weight: number
}

/** Gives words that no product, or hardly one, holds what their writer may have meant. */
export function addSpelling(pieces: Piece[], lexicon: Lexicon, languages: readonly string[]): void {
  for (const piece of pieces) {
    if (piece.alternatives.length > 1 || piece.correction !== undefined) continue
    if (piece.kind !== 'word' && piece.kind !== 'code') continue
    if (piece.text.length < 3 || /^\d+$/.test(piece.text)) continue
    correctPiece(piece, lexicon, languages)
  }
}

function correctPiece(piece: Piece, lexicon: Lexicon, languages: readonly string[]): void {
  const own = lexicon.frequency(piece.term)
  if (own > 5 && lexicon.count(piece.text) > 0) return
  const candidates = candidatesFor(piece.text, lexicon, languages)
  const push = (candidate: Candidate, share: number) =>
    piece.alternatives.push({ terms: [candidate.term], weight: candidate.weight * share })
  if (own === 0) {
    replaceUnknown(piece, candidates, lexicon, languages, push)
  } else if (lexicon.count(piece.text) === 0) {
    // The stem is known, the word is not: «processer» stems to «process».
    for (const one of candidates) if (one.distance === 1 && one.frequency >= 5) push(one, 0.9)
  } else {
    for (const one of candidates) if (one.frequency >= 20 * own) push(one, 0.9)
  }
}

function replaceUnknown(
  piece: Piece,
  candidates: readonly Candidate[],
  lexicon: Lexicon,
  languages: readonly string[],
  push: (candidate: Candidate, share: number) => void,
): void {
  const split = splitOf(piece.text, lexicon, languages)
  const isNear = candidates[0]?.distance === 1
  if (split && !isNear) {
    piece.alternatives.push({ terms: split.terms, weight: 0.9 })
    piece.correction = split.text
  } else if (candidates[0]) {
    piece.correction = candidates[0].word
  }
  for (const candidate of candidates) push(candidate, split && !isNear ? 0.8 : 1)
}

/** Up to three corrections, likeliest first: frequent, near, beginning alike. */
function candidatesFor(word: string, lexicon: Lexicon, languages: readonly string[]): Candidate[] {
  const ranked = lexicon
    .neighbours(word, word.length <= 4 ? 1 : 2)
    .map((neighbour) => {
      const term = termsIn(neighbour.word, lexicon, languages)[0]!
      const frequency = lexicon.frequency(term)
      const digits = /\d/.test(neighbour.word) ? 2 : 0
      const start = neighbour.word[0] === word[0] ? 1 : 0
      const score = Math.log(1 + frequency) - 4 * neighbour.distance + start - digits
      return { ...neighbour, term, frequency, score }
    })
    .filter(({ word: known, term }) => term !== word && !isUnit(known))
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
  const distinct = [...new Map(ranked.toReversed().map((one) => [one.term, one])).values()]
  return distinct
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((one, rank) => ({ ...one, weight: 0.6 ** rank }))
}

/** Two frequent words written without the space between them. */
function splitOf(word: string, lexicon: Lexicon, languages: readonly string[]) {
  let best: { terms: string[]; text: string } | undefined
  let bestFrequency = Math.min(20, lexicon.documents / 1000)
  for (let i = 2; i + 2 <= word.length; i++) {
    const parts = [word.slice(0, i), word.slice(i)]
    if (parts.some((part) => lexicon.count(part) === 0 || /^\d/.test(part))) continue
    if (parts[0]!.length < 3 && parts[1]!.length < 4) continue
    const terms = parts.map((part) => termsIn(part, lexicon, languages)[0]!)
    const frequency = Math.min(...terms.map((term) => lexicon.frequency(term)))
    if (frequency > bestFrequency) {
      bestFrequency = frequency
      best = { terms, text: parts.join(' ') }
    }
  }
  return best
}
