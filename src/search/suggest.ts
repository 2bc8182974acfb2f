import type { Tx } from '../core/database.ts'
import { tokenise } from './analysis/tokens.ts'
import { brandKeyOf } from './brand-key.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery } from './plan.ts'
import { termsIn } from './plan-terms.ts'
import { selectBrandsLike, selectHasAny } from './queries-suggest.ts'
import { quoteTerm } from './score-expression.ts'
import { roundsOf } from './term-query.ts'

export interface Suggestions {
  /** Queries that find something, likeliest first. */
  readonly queries: readonly string[]
  readonly brands: readonly string[]
}

const tryAtMost = 24

/** Completes what somebody is typing: the last word to words that products hold together with the others. */
export async function suggest(
  db: Tx,
  text: string,
  languages: readonly string[],
  limit: number,
): Promise<Suggestions> {
  const words = tokenise(text).map((token) => token.text)
  const last = words.at(-1)
  if (last === undefined) return { queries: [], brands: [] }
  const [queries, brands] = await Promise.all([
    completeQuery(db, words.slice(0, -1), /\s$/.test(text) ? '' : last, words, languages, limit),
    selectBrandsLike(db, brandKeyOf(text), limit),
  ])
  return { queries, brands }
}

async function completeQuery(
  db: Tx,
  before: readonly string[],
  prefix: string,
  words: readonly string[],
  languages: readonly string[],
  limit: number,
): Promise<string[]> {
  const lexicon = await lexiconOf(db)
  const chain = [...new Set([...languages, ...lexicon.languages.slice(0, 4)])]
  if (prefix === '') return [words.join(' ')]
  const found = lexicon.completions(prefix, tryAtMost)
  const completions = found.length > 0 ? found : await corrected(db, lexicon, prefix, chain)
  if (before.length === 0) {
    return distinct(completions, lexicon, chain).slice(0, limit).map(spoken)
  }
  const { slots } = planQuery(before.join(' '), lexicon, chain)
  const others = slots.length > 0 ? `${roundsOf(slots, lexicon.documents).all} & ` : ''
  const queryOf = (word: string) => others + termsQuery(word, lexicon, chain)
  const kept = await thatFind(db, distinct(completions, lexicon, chain), queryOf, limit)
  return kept.map((word) => [...before, spoken(word)].join(' '))
}

/**
 * The first words with which something is found. As many are tried at once as are wanted: the most
 * frequent ones nearly always go together with others, and the rest need not be looked at then.
 */
async function thatFind(
  db: Tx,
  words: readonly string[],
  queryOf: (word: string) => string,
  limit: number,
): Promise<string[]> {
  const kept: string[] = []
  for (let from = 0; from < words.length && kept.length < limit; from += limit) {
    const some = words.slice(from, from + limit)
    const hits = await selectHasAny(db, some.map(queryOf))
    kept.push(...some.filter((_, index) => hits[index]))
  }
  return kept.slice(0, limit)
}

/** A name of several words as it is written: the index has it as one word. */
const spoken = (word: string): string => word.replaceAll('_', ' ')

/** Nothing begins like that: perhaps a slip, or a word that came in a moment ago. */
async function corrected(db: Tx, lexicon: Lexicon, prefix: string, chain: readonly string[]) {
  const fresh = await freshLexiconOf(db)
  const found = fresh.completions(prefix, tryAtMost)
  if (found.length > 0) return found
  const { correction } = planQuery(prefix, lexicon, chain)
  return correction === null ? [] : [correction]
}

/** One word for each stem: «cable» stands for «cables» too. */
function distinct(words: readonly string[], lexicon: Lexicon, chain: readonly string[]): string[] {
  const byStem = new Map<string, string>()
  for (const word of words) {
    const [stem] = termsIn(word, lexicon, chain)
    if (!byStem.has(stem!)) byStem.set(stem!, word)
  }
  return [...byStem.values()]
}

function termsQuery(word: string, lexicon: Lexicon, chain: readonly string[]): string {
  return `(${termsIn(word, lexicon, chain).map(quoteTerm).join(' | ')})`
}
