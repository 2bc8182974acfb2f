import type { Option } from './near-words.ts'
import type { Slot } from './plan.ts'
import type { Guess } from './spelling-options.ts'
import { namedQuery, slotQuery } from './term-query.ts'

/** A word that may be another one, with the other words of the query. */
export interface Doubt extends Guess {
  readonly typed: string
  /** Whether it stands where the query says what is looked for. */
  readonly isHead: boolean
  readonly others: readonly Slot[]
}

/** Known words stay where more documents than these have them together with the others. */
const hardlyAny = 5
/** What no document at all is worth against one. */
const unseen = 0.5

/**
 * What to count to settle the doubts: for each option the documents that hold it with all the other
 * words, those named by the query's head first and then any.
 */
export function contextQueries(doubts: readonly Doubt[]): string[] {
  return doubts.flatMap(({ options, others, isHead }) =>
    options.flatMap(({ text, terms }) => {
      const own = { text, isHead, alternatives: [{ terms, weight: 1 }], frequency: 0, idf: 0 }
      const slots = [own, ...others]
      const all = slots.map(slotQuery).join(' & ')
      return [namedQuery(slots) ?? all, all]
    }),
  )
}

/** What the counts settle: the options by how likely they are beside the other words. */
export function settle(
  doubts: readonly Doubt[],
  counts: readonly number[],
): Map<string, readonly Option[]> {
  const choices = new Map<string, readonly Option[]>()
  let at = 0
  for (const { typed, options, proof } of doubts) {
    const own = counts.slice(at, at + 2 * options.length)
    at += own.length
    const named = options.map((_, i) => own[2 * i]!)
    const all = options.map((_, i) => own[2 * i + 1]!)
    if (proof === 'better' && all[0]! > hardlyAny) continue
    const found = named.some((count) => count > 0) ? named : all
    if (found.some((count) => count > 0)) choices.set(typed, inOrder(options, found))
    else if (proof === 'found') choices.set(typed, [])
  }
  return choices
}

const inOrder = (options: readonly Option[], found: readonly number[]): Option[] =>
  options
    .map((option, i) => ({ ...option, score: option.score + Math.log(found[i]! + unseen) }))
    .sort((a, b) => b.score - a.score)
