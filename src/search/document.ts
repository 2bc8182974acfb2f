/** What search must know of a product; the module knows no more of the catalogue than this. */
export interface SearchDocument {
  readonly productId: string
  readonly sellerId: string
  readonly sellerCountry: string | null
  /** BCP 47 tag of title and description. */
  readonly language: string
  readonly title: string
  readonly description: string
  /** Title and description in further languages. */
  readonly texts: readonly DocumentText[]
  readonly brand: string | null
  readonly model: string | null
  /** Article numbers as written: MPN, SKUs, GTINs, the seller's own id. */
  readonly codes: readonly string[]
  /** From the root to the product's own category. */
  readonly categoryIds: readonly string[]
  readonly categoryPath: readonly string[]
  readonly attributes: readonly DocumentAttribute[]
  readonly condition: string
  /** Null where it is sent from where its seller is. */
  readonly shipsFrom: string | null
  readonly restrictions: readonly string[]
  readonly weightGrams: number | null
  readonly volumeMm3: number | null
  readonly offer: DocumentOffer
  readonly ratingAverage: number | null
  readonly ratingCount: number
  readonly soldCount: number
  readonly createdAt: Date
}

export interface DocumentText {
  readonly language: string
  readonly title: string
  readonly description: string
}

export interface DocumentAttribute {
  readonly name: string
  readonly value: string | number | boolean
  readonly unit?: string
}

/** The part that changes without the product changing. */
export interface DocumentOffer {
  /** The lowest price of the variants on sale, in minor units. */
  readonly priceMinor: number
  readonly currency: string
  readonly isInStock: boolean
}
