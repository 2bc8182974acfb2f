import { LRUCache } from 'lru-cache'
import type { Tx } from '../core/database.ts'
import { correctCodes } from './code-slips.ts'
import type { Lexicon } from './lexicon.ts'
import { freshLexiconOf, lexiconOf } from './lexicon-cache.ts'
import { planQuery, type QueryPlan } from './plan.ts'
import { selectHasAny } from './queries-suggest.ts'
import type { SearchRequest } from './request.ts'
import { quoteTerm } from './score-expression.ts'

const cache = new LRUCache<string, object>({ max: 1_000 })
const longestKey = 2_000

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
  const { plan, documents } = await planFor(db, request)
  const made = make(plan, documents)
  // A word that no product has may be in one the next moment.
  if (plan.unknown.length === 0 && key.length < longestKey) cache.set(key, made)
  return made
}

/** The plan of a request's words, made with a lexicon that knows them where any committed product does. */
export async function planFor(
  db: Tx,
  { query, languages }: Pick<SearchRequest, 'query' | 'languages'>,
): Promise<{ plan: QueryPlan; documents: number }> {
  const read = (known: Lexicon) => {
    const chain = [...new Set([...languages, ...known.languages.slice(0, 4)])]
    return planQuery(query, known, chain.length > 0 ? chain : ['en'])
  }
  let lexicon = await lexiconOf(db)
  let plan = read(lexicon)
  if (plan.unknown.length > 0) {
    lexicon = await freshLexiconOf(db)
    plan = read(lexicon)
  }
  // The lexicon may have forgotten a rare word, or not read it yet; the index has not.
  if (plan.unknown.length > 0 && (await learnUnknown(db, lexicon, plan))) plan = read(lexicon)
  if (plan.unknown.length > 0) plan = await correctCodes(db, query, plan)
  return { plan, documents: lexicon.documents }
}

async function learnUnknown(db: Tx, lexicon: Lexicon, { unknown }: QueryPlan): Promise<boolean> {
  const found = await selectHasAny(
    db,
    unknown.map(({ term }) => quoteTerm(term)),
  )
  unknown.forEach(({ text, term }, index) => {
    if (found[index]) lexicon.learn(text, term)
  })
  return found.includes(true)
}
