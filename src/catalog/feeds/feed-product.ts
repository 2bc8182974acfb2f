import type { Money } from '../../core/money.ts'
import type { AttributeValue, OptionValue, ProductImage } from '../tables.ts'

export const feedFormats = ['shopifyCsv', 'googleTsv', 'googleXml', 'jsonLines'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** A variant as a feed states it. */
export interface FeedVariant {
  sku: string
  gtin: string | null
  mpn: string | null
  options: OptionValue[]
  price: Money
  compareAtPriceMinor: number | null
  stock: number
  weightGrams: number | null
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
}

/** A product as a feed states it, whatever the feed's format. */
export interface FeedProduct {
  externalId: string
  title: string
  description: string
  brand: string | null
  mpn: string | null
  gtins: string[]
  /** Names from the root to the category; empty where the feed names none. */
  categoryPath: string[]
  /** A number of Google's product taxonomy, where the feed gives that in place of names. */
  googleCategoryId: number | null
  language: string
  texts: { language: string; title: string; description: string }[]
  attributes: AttributeValue[]
  images: ProductImage[]
  status: 'active' | 'retired'
  condition: 'new' | 'refurbished' | 'used'
  hsCode: string | null
  originCountry: string | null
  shipsFrom: string | null
  restrictions: string[]
  variants: FeedVariant[]
}

/** What is wrong, why, and what to do about it. */
export interface Problem {
  readonly code: string
  readonly reason: string
  readonly fix: string
}

/** A problem with its place: an error drops the row, a warning does not. */
export interface FeedProblem {
  readonly severity: 'error' | 'warning'
  readonly line: number
  readonly column: string | null
  readonly externalId: string | null
  readonly problem: Problem
}

/** One product of a feed or one problem, in the order of the file. */
export type FeedItem =
  | { readonly line: number; readonly product: FeedProduct; readonly problem?: undefined }
  | (FeedProblem & { readonly product?: undefined })

/** What a feed leaves unsaid. */
export interface FeedDefaults {
  /** For formats whose prices carry no currency (ISO 4217). */
  readonly currency: string
  /** Of titles and descriptions (BCP 47). */
  readonly language: string
  /** Units on hand where the feed says "in stock" without a number. */
  readonly assumedStock: number
  /** The moment that dated sale prices are judged by. */
  readonly now: Date
}

/** A file that no reader can go on with; the import fails as a whole. */
export class FeedError extends Error {
  readonly problem: Problem
  readonly line: number | null

  constructor(problem: Problem, line: number | null = null) {
    super(`${problem.reason} ${problem.fix}`)
    this.name = 'FeedError'
    this.problem = problem
    this.line = line
  }
}

/** Raised while one row is read; the row is reported and the next one follows. */
export class RowError extends Error {
  readonly problem: Problem
  readonly column: string | null

  constructor(column: string | null, problem: Problem) {
    super(problem.reason)
    this.name = 'RowError'
    this.problem = problem
    this.column = column
  }
}

/** A row that was kept out, and where. */
export function problemAt(
  line: number,
  column: string | null,
  externalId: string | null,
  problem: Problem,
): FeedProblem {
  return { severity: 'error', line, column, externalId, problem }
}
