import { entriesOf } from './attributes.ts'
import { boostOf } from './boost.ts'
import { brandKeyOf } from './brand-key.ts'
import type { SearchDocument } from './document.ts'
import { type AnalysedDocument, analyseDocument } from './document-terms.ts'
import type { DocumentRow } from './queries-index.ts'
import type { SearchSeller } from './queries-sellers.ts'
import { WordCounter } from './word-counter.ts'

/** Documents as the statements that write them take them. */
export interface AnalysedDocuments {
  readonly productIds: readonly string[]
  readonly sellers: readonly Omit<SearchSeller, 'weight'>[]
  /** A JSON array of `DocumentRow`. */
  readonly rows: string
  /** The facet entries of each document, one a line. */
  readonly entries: readonly string[]
  /** A JSON array of `WordCounts`. */
  readonly words: string
}

/** Reads documents one by one, field by field, into what the index stores of them. */
export class DocumentAnalyser {
  readonly #productIds: string[] = []
  readonly #sellers = new Map<string, string | null>()
  readonly #rows: string[] = []
  readonly #entries: string[] = []
  readonly #added = new WordCounter(1)
  // A changed document was counted when it came; its new words only have to become known.
  readonly #changed = new WordCounter(0)

  /** `isIndexed` says whether the product is in the index already. */
  add(document: SearchDocument, isIndexed: boolean): void {
    const analysed = analyseDocument(document)
    const counter = isIndexed ? this.#changed : this.#added
    counter.add(analysed.words)
    this.#productIds.push(document.productId)
    this.#sellers.set(document.sellerId, document.sellerCountry)
    this.#rows.push(JSON.stringify(rowOf(document, analysed)))
    this.#entries.push(entriesOf(document.attributes))
  }

  analysed(): AnalysedDocuments {
    return {
      productIds: this.#productIds,
      sellers: [...this.#sellers].map(([id, country]) => ({ id, country })),
      rows: `[${this.#rows.join(',')}]`,
      entries: this.#entries,
      words: JSON.stringify([...this.#added.counts(), ...this.#changed.counts()]),
    }
  }
}

function rowOf(document: SearchDocument, terms: AnalysedDocument): DocumentRow {
  return {
    product_id: document.productId,
    seller_id: document.sellerId,
    terms: terms.vector,
    codes: terms.codes,
    boost: boostOf(terms.titleLength),
    brand: document.brand,
    brand_key: document.brand === null ? null : brandKeyOf(document.brand),
    category_ids: document.categoryIds,
    price_minor: document.offer.priceMinor,
    currency: document.offer.currency,
    is_in_stock: document.offer.isInStock,
    ships_from: document.shipsFrom,
    condition: document.condition,
    restrictions: document.restrictions,
    weight_grams: document.weightGrams,
    volume_mm3: document.volumeMm3,
    rating_average: document.ratingAverage,
    rating_count: document.ratingCount,
    sold_count: document.soldCount,
    created_at: document.createdAt.toISOString(),
  }
}
