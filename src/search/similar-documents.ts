import type { Tx } from '../core/database.ts'
import type { Lexicon } from './lexicon.ts'
import { lexiconOf } from './lexicon-cache.ts'
import type { QueryPlan, Slot } from './plan.ts'
import { selectHits, selectTitleTerms } from './queries-search.ts'
import type { SearchHit, SearchRequest } from './request.ts'
import { searchStatement } from './search-statement.ts'

const maxTerms = 6
const nothingAsked: QueryPlan = {
  slots: [],
  codes: [],
  oddCodes: [],
  isCodeOnly: false,
  correction: null,
  unknown: [],
  doubts: [],
}

/**
 * Products whose titles share the most telling words with the product's, best first; empty where it
 * is not on sale. The request narrows and prices them; its own words are not looked at.
 */
export async function similarDocuments(
  db: Tx,
  productId: string,
  request: SearchRequest,
): Promise<readonly SearchHit[]> {
  const lexicon = await lexiconOf(db)
  const slots = tellingSlots(await selectTitleTerms(db, productId), lexicon)
  if (slots.length === 0) return []
  const plan: QueryPlan = { ...nothingAsked, slots }
  const others: SearchRequest = {
    ...request,
    filters: { ...request.filters, exceptProductIds: [productId] },
  }
  const { hits } = await selectHits(db, searchStatement(plan, others, lexicon.documents))
  return hits
}

/** Words that others share, the rarest first; numbers and article numbers tell products apart, not alike. */
function tellingSlots(terms: readonly string[], lexicon: Lexicon): Slot[] {
  return terms
    .filter((term) => /^\p{L}{2}/u.test(term) && !/\d/.test(term))
    .map((term) => ({ term, frequency: lexicon.frequency(term) }))
    .filter(({ frequency }) => frequency >= 2 || lexicon.documents < 100)
    .sort((a, b) => a.frequency - b.frequency)
    .slice(0, maxTerms)
    .map(({ term, frequency }) => ({
      text: term,
      isHead: false,
      alternatives: [{ terms: [term], weight: 1 }],
      frequency,
      idf: lexicon.inverseFrequency(frequency),
    }))
}

/** Documents with one of the article numbers or GTINs, in the request's sort. */
export async function documentsWithCodes(
  db: Tx,
  codes: readonly string[],
  request: SearchRequest,
): Promise<readonly SearchHit[]> {
  if (codes.length === 0) return []
  const plan: QueryPlan = { ...nothingAsked, codes }
  const { hits } = await selectHits(db, searchStatement(plan, request, 0))
  return hits
}
