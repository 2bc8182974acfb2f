import { entriesOf } from './attributes.ts'
import { boostOf } from './boost.ts'
import { brandKeyOf } from './brand-key.ts'
import type { SearchDocument } from './document.ts'
import { type AnalysedDocument, analyseDocument } from './document-terms.ts'
import type { DocumentRow } from './queries-index.ts'
import type { SearchSeller } from './queries-sellers.ts'
import { WordCounter, type WordCounts } from './word-counter.ts'

/** Documents as the statements that write them take them. */
export interface AnalysedDocuments {
  readonly sellers: readonly Omit<SearchSeller, 'weight'>[]
  readonly rows: readonly DocumentRow[]
  /** The facet entries of each document, one a line. */
  readonly entries: readonly string[]
  readonly words: readonly WordCounts[]
}

/** Reads documents one by one, field by field, into what the index stores of them. */
export class DocumentAnalyser {
  readonly #sellers = new Map<string, string | null>()
  readonly #rows: DocumentRow[] = []
  readonly #entries: string[] = []
  readonly #added = new WordCounter(1)
  // A changed document was counted when it came; its new words only have to become known.
  readonly #changed = new WordCounter(0)

  /** `isIndexed` says whether the product is in the index already. */
  add(document: SearchDocument, isIndexed: boolean): void {
    const analysed = analyseDocument(document)
    const counter = isIndexed ? this.#changed : this.#added
    counter.add(analysed.words)
    this.#sellers.set(document.sellerId, document.sellerCountry)
    this.#rows.push(rowOf(document, analysed))
    this.#entries.push(entriesOf(document.attributes))
  }

  analysed(): AnalysedDocuments {
    return {
      sellers: [...this.#sellers].map(([id, country]) => ({ id, country })),
      rows: this.#rows,
      entries: this.#entries,
      words: [...this.#added.counts(), ...this.#changed.counts()],
    }
  }
}

function rowOf(document: SearchDocument, terms: AnalysedDocument): DocumentRow {
  return {
    productId: document.productId,
    sellerId: document.sellerId,
    terms: terms.vector,
    codes: terms.codes,
    boost: boostOf(terms.titleLength),
    brand: document.brand,
    brandKey: document.brand === null ? null : brandKeyOf(document.brand),
    categoryIds: document.categoryIds,
    priceMinor: document.offer.priceMinor,
    currency: document.offer.currency,
    isInStock: document.offer.isInStock,
    shipsFrom: document.shipsFrom,
    condition: document.condition,
    restrictions: document.restrictions,
    weightGrams: document.weightGrams,
    volumeMm3: document.volumeMm3,
    ratingAverage: document.ratingAverage,
    ratingCount: document.ratingCount,
    soldCount: document.soldCount,
    createdAt: document.createdAt.toISOString(),
  }
}
