import { termOf } from './analysis/words.ts'
import type { Lexicon } from './lexicon.ts'
import type { Alternative, Piece } from './plan.ts'
import { relationsOf } from './wordnet.ts'

const synonymWeight = 0.9
const siblingWeight = 0.5
const kindWeight = 0.7

/** Lets English words and compounds of up to three words be answered by what else they are called. */
export function addSynonyms(pieces: readonly Piece[], lexicon: Lexicon): void {
  const added: { piece: Piece; alternative: Alternative }[] = []
  for (let from = 0; from < pieces.length; from++) {
    for (let length = 3; length >= 1; length--) {
      const run = pieces.slice(from, from + length)
      if (run.length < length || run.some(({ kind }) => kind !== 'word')) continue
      for (const alternative of namesOf(run, lexicon)) {
        for (const piece of run) added.push({ piece, alternative })
      }
    }
  }
  // Written at the end, so that a synonym of one word is no reason to doubt another.
  for (const { piece, alternative } of added) piece.alternatives.push(alternative)
}

function namesOf(run: readonly Piece[], lexicon: Lexicon): Alternative[] {
  const relations = relationsOf(run.map(({ text }) => text))
  if (!relations) return []
  const own = new Set(run.map(({ term }) => term))
  const read = (name: string, weight: number): Alternative => ({
    terms: name.split(' ').map((word) => termOf(word, 'en')),
    weight,
  })
  // Sellers who write «laptop/notebook» take both for the same.
  const isWrittenWith = (name: string) =>
    lexicon.count(relations.name + name) > 0 || lexicon.count(name + relations.name) > 0
  return [
    ...relations.synonyms.map((name) => read(name, synonymWeight)),
    ...relations.siblings.map((name) =>
      read(name, isWrittenWith(name) ? synonymWeight : siblingWeight),
    ),
    ...relations.kinds.map((name) => read(name, kindWeight)),
  ].filter(
    ({ terms }) =>
      terms.every((term) => lexicon.frequency(term) > 0) && !terms.every((term) => own.has(term)),
  )
}
