import { termOf } from './analysis/words.ts'
import { lettersOf, type Relations } from './goods-dictionary.ts'
import { relationsOf, wordOf } from './goods-names.ts'
import type { Lexicon } from './lexicon.ts'
import type { Alternative, Piece } from './plan.ts'

const weights = { synonym: 0.9, kind: 0.7, sibling: 0.5, likely: 0.5 }
const longestName = 3
/** What may be another name helps only where the catalogue uses it, and more than half as often. */
const likelyShare = 0.5

/** Lets English words and compounds of up to three words be answered by what else they are called. */
export function addSynonyms(pieces: readonly Piece[], lexicon: Lexicon): void {
  const added: { piece: Piece; alternative: Alternative }[] = []
  for (let from = 0; from < pieces.length; from++) {
    for (let length = longestName; length >= 1; length--) {
      const run = pieces.slice(from, from + length)
      if (run.length < length || run.some(({ kind }) => kind !== 'word')) continue
      for (const { term, weight } of namesOf(run, lexicon)) {
        for (const piece of run) {
          // «Laptop computer» is a laptop: the second word asks for nothing that the first does not.
          if (piece.term !== term) added.push({ piece, alternative: { terms: [term], weight } })
        }
      }
    }
  }
  // Written at the end, so that a synonym of one word is no reason to doubt another.
  for (const { piece, alternative } of added) piece.alternatives.push(alternative)
}

interface Name {
  readonly term: string
  readonly weight: number
}

function namesOf(run: readonly Piece[], lexicon: Lexicon): Name[] {
  const relations = relationsOf(run.map(({ text }) => text))
  if (!relations) return []
  const read = (name: string, weight: number): Name => ({
    term: termOf(wordOf(name), 'en'),
    weight,
  })
  const own = run.length === 1 ? run[0]!.term : read(relations.name, 1).term
  const least = lexicon.frequency(own) * likelyShare
  return [
    ...relations.synonyms.map((name) => read(name, weights.synonym)),
    ...relations.siblings.map((name) =>
      read(name, isWrittenWith(name, relations, lexicon) ? weights.synonym : weights.sibling),
    ),
    ...relations.kinds.map((name) => read(name, weights.kind)),
    ...relations.likely
      .map((name) => read(name, weights.likely))
      .filter(({ term }) => lexicon.frequency(term) >= least),
  ].filter(({ term }) => lexicon.frequency(term) > 0)
}

/** Sellers who write «laptop/notebook» take both for the same. */
function isWrittenWith(other: string, { name }: Relations, lexicon: Lexicon): boolean {
  const [left, right] = [lettersOf(name), lettersOf(other)]
  return lexicon.count(left + right) > 0 || lexicon.count(right + left) > 0
}
