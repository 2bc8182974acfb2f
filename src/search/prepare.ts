import { LRUCache } from 'lru-cache'
import type { Tx } from '../core/database.ts'
import { correctCodes } from './code-slips.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery, type QueryPlan } from './plan.ts'
import type { Choices } from './plan-spelling.ts'
import { selectCounts } from './queries-search.ts'
import type { SearchRequest } from './request.ts'
import { quoteTerm } from './score-expression.ts'
import { contextQueries, settle } from './spelling-context.ts'
import { codesQuery } from './term-query.ts'

const cache = new LRUCache<string, object>({ max: 1_000 })
const longestKey = 2_000
const countAtMost = 100

/**
 * What a request comes down to for a purpose, made once for as long as the lexicon says the same. It
 * must hold no result, so that nothing found is ever older than the catalogue.
 */
export async function prepare<T extends object>(
  db: Tx,
  request: SearchRequest,
  purpose: string,
  make: (plan: QueryPlan, documents: number) => T,
): Promise<T> {
  const lexicon = await lexiconOf(db)
  const key = `${lexicon.id} ${lexicon.version} ${purpose} ${JSON.stringify(request)}`
  const known = cache.get(key)
  if (known) return known as T
  const { plan, documents, isLasting } = await planFor(db, request)
  const made = make(plan, documents)
  if (isLasting && key.length < longestKey) cache.set(key, made)
  return made
}

/** The plan of a request's words, made with a lexicon that knows them where any committed product does. */
export async function planFor(
  db: Tx,
  { query, languages }: Pick<SearchRequest, 'query' | 'languages'>,
): Promise<{ plan: QueryPlan; documents: number; isLasting: boolean }> {
  const read = (known: Lexicon, choices?: Choices) => {
    const chain = [...new Set([...languages, ...known.languages.slice(0, 4)])]
    return planQuery(query, known, chain.length > 0 ? chain : ['en'], choices)
  }
  let lexicon = await lexiconOf(db)
  let plan = read(lexicon)
  if (plan.unknown.length > 0) {
    const { id, version } = lexicon
    lexicon = await freshLexiconOf(db)
    if (lexicon.id !== id || lexicon.version !== version) plan = read(lexicon)
  }
  const isOpen = [plan.unknown, plan.oddCodes, plan.doubts].some(({ length }) => length > 0)
  if (isOpen) plan = await ask(db, query, lexicon, plan, (choices) => read(lexicon, choices))
  // A word that no product has may be in one the next moment.
  return { plan, documents: lexicon.documents, isLasting: !isOpen }
}

/** Asks the index, in one go, what the lexicon cannot tell, and reads the query anew with the answers. */
async function ask(
  db: Tx,
  query: string,
  lexicon: Lexicon,
  plan: QueryPlan,
  read: (choices: Choices) => QueryPlan,
): Promise<QueryPlan> {
  const { unknown, doubts, oddCodes } = plan
  const codes = oddCodes.length > 0 ? [codesQuery(plan.codes)!] : []
  const words = unknown.map(({ term }) => quoteTerm(term))
  const counts = await selectCounts(
    db,
    [...codes, ...words, ...contextQueries(doubts)],
    countAtMost,
  )
  const [codesFound = 0] = counts.splice(0, codes.length)
  const wordsFound = counts.splice(0, words.length)
  const choices = settle(doubts, counts)
  unknown.forEach(({ text, term }, index) => {
    if (wordsFound[index] === 0) return
    // The lexicon had forgotten a rare word, or not read it yet; the index has not.
    lexicon.learn(text, term)
    choices.delete(text)
  })
  const isNew = choices.size > 0 || wordsFound.some((found) => found > 0)
  const settled = isNew ? read(choices) : plan
  const best = settled.slots.length > 0 ? settled : plan
  return oddCodes.length > 0 && codesFound === 0 ? correctCodes(db, query, best) : best
}
