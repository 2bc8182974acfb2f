import type { Job } from '../core/job.ts'
import { flushIndex } from './flush-index.ts'
import { foldWords } from './fold-words.ts'
import { followSellers } from './follow-sellers.ts'

/** Analysis, index, ranking and facets: knows documents, not products. */
export const jobs: readonly Job[] = [
  { name: 'flushSearchIndex', everyMs: 1_000, run: flushIndex },
  { name: 'foldSearchWords', everyMs: 60_000, run: foldWords },
  { name: 'followSellers', everyMs: 60_000, run: followSellers },
]

export { type AnalysedDocuments, DocumentAnalyser } from './analyse-documents.ts'
export type { DocumentAttribute, DocumentOffer, DocumentText, SearchDocument } from './document.ts'
export { type Facet, facets } from './facet-statement.ts'
export { indexDocuments, removeDocuments, updateOffers } from './index-documents.ts'
export { deferTerms, selectIndexed } from './queries-index.ts'
export type {
  AttributeFilter,
  SearchDestination,
  SearchFilters,
  SearchHit,
  SearchKey,
  SearchRequest,
  SearchResult,
  SearchSort,
  ShippingWay,
  Shown,
} from './request.ts'
export { searchSorts } from './request.ts'
export { searchDocuments } from './search-documents.ts'
export { type PriceBar, type SearchFacets, searchFacets } from './search-facets.ts'
export { documentsWithCodes, similarDocuments } from './similar-documents.ts'
export { type Suggestions, suggest } from './suggest.ts'
export { warmUp } from './warm-up.ts'
