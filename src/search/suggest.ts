import type { Tx } from '../core/database.ts'
import { tokenise } from './analysis/tokens.ts'
import { brandKeyOf } from './brand-key.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery } from './plan.ts'
import { termsIn } from './plan-terms.ts'
import { selectBrandsLike, selectGoTogether } from './queries-suggest.ts'
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
  typed: readonly string[],
  languages: readonly string[],
  limit: number,
): Promise<string[]> {
  const lexicon = await lexiconOf(db)
  const chain = [...new Set([...languages, ...lexicon.languages.slice(0, 4)])]
  if (prefix === '') return [typed.join(' ')]
  const found = lexicon.completions(prefix, tryAtMost)
  const completions = found.length > 0 ? found : await corrected(db, lexicon, prefix, chain)
  if (before.length === 0) {
    return distinct(completions, lexicon, chain).slice(0, limit).map(spoken)
  }
  const { slots } = planQuery(before.join(' '), lexicon, chain)
  const words = distinct(completions, lexicon, chain)
  const queryOf = (word: string) => termsQuery(word, lexicon, chain)
  const others = slots.length > 0 ? roundsOf(slots, lexicon.documents).all : undefined
  const kept = others === undefined ? words : await thatGoWith(db, others, words, queryOf, limit)
  return kept.slice(0, limit).map((word) => [...before, spoken(word)].join(' '))
}

/** The words that some product holds together with the others, as far as they are needed. */
async function thatGoWith(
  db: Tx,
  others: string,
  words: readonly string[],
  queryOf: (word: string) => string,
  atLeast: number,
): Promise<string[]> {
  if (words.length === 0) return []
  const usual = await selectGoTogether(db, others, words.map(queryOf), 'few')
  const known = new Set(words.filter((_, index) => usual[index]))
  const open = words.filter((word) => !known.has(word))
  if (known.size < atLeast && open.length > 0) {
    const all = await selectGoTogether(db, others, open.map(queryOf), 'all')
    for (const [index, word] of open.entries()) if (all[index]) known.add(word)
  }
  return words.filter((word) => known.has(word))
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
