import { newId } from '../core/ids.ts'
import { isUnit, quantityOf } from './analysis/units.ts'
import { convertedTerm, termOf } from './analysis/words.ts'
import { CorrectionIndex, type Neighbour } from './correction-index.ts'

/** A row of word counts as stored. */
export interface WordRow {
  readonly id: number
  readonly language: string
  readonly folds_up_to: number | null
  readonly documents: number
  readonly words: readonly string[]
  readonly counts: readonly number[]
}

const wordLimit = 150_000
const rareLimit = 2

/**
 * How often each word occurs in the catalogue, held in memory to plan queries: weights, spelling,
 * splits. Nothing is answered from it, so a copy that is seconds old does no harm; it forgets rare
 * article numbers when the catalogue outgrows it.
 */
export class Lexicon {
  /** Documents by language, the most frequent first. */
  languages: readonly string[] = []
  documents = 0
  readonly id = newId()
  /** Changes whenever a plan made before might be made otherwise now. */
  version = 0
  readonly #words = new Map<string, number>()
  readonly #terms = new Map<string, number>()
  readonly #byLanguage = new Map<string, number>()
  #corrections: CorrectionIndex | undefined
  #correctedAt = 0
  #sorted: string[] | undefined
  #sortedSize = 0

  add(row: WordRow): void {
    this.version += 1
    this.documents += row.documents
    this.#byLanguage.set(row.language, (this.#byLanguage.get(row.language) ?? 0) + row.documents)
    this.languages = [...this.#byLanguage].sort((a, b) => b[1] - a[1]).map(([name]) => name)
    row.words.forEach((word, index) => {
      this.#addWord(word, row.counts[index] ?? 0, row.language)
    })
    if (this.#words.size > wordLimit) this.#forgetRare()
  }

  /** Documents that hold the term; an estimate. */
  frequency(term: string): number {
    return this.#terms.get(term) ?? 0
  }

  /** Documents that hold the word as written. */
  count(word: string): number {
    return this.#words.get(word) ?? 0
  }

  /** Weight of a term that this many documents hold, in steps so coarse that small changes keep scores equal. */
  inverseFrequency(frequency: number): number {
    const total = Math.max(this.documents, frequency)
    const exact = Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    return Math.max(0.125, Math.round(exact * 8) / 8)
  }

  /** Takes note of a word that some document turned out to hold. */
  learn(word: string, term: string): void {
    this.version += 1
    if (!this.#words.has(word)) this.#words.set(word, 1)
    if (!this.#terms.has(term)) this.#terms.set(term, 1)
  }

  /** Words at most `distance` slips of the pen away. */
  neighbours(word: string, distance: number): Neighbour[] {
    return this.#correctionIndex().neighbours(word, distance)
  }

  /** Words of which this is one without a letter, or with two letters swapped. */
  likelyMeant(word: string): Neighbour[] {
    return this.#correctionIndex().likelyMeant(word)
  }

  /** Words that begin with the prefix, the most frequent first. */
  completions(prefix: string, limit: number): string[] {
    if (!this.#sorted || this.#sortedSize !== this.#words.size) {
      this.#sorted = [...this.#words.keys()].filter((word) => /^\p{L}/u.test(word)).sort()
      this.#sortedSize = this.#words.size
    }
    const sorted = this.#sorted
    const found: string[] = []
    for (let i = lowerBound(sorted, prefix); sorted[i]?.startsWith(prefix); i++) {
      found.push(sorted[i]!)
    }
    return found.sort((a, b) => this.count(b) - this.count(a) || (a < b ? -1 : 1)).slice(0, limit)
  }

  #correctionIndex(): CorrectionIndex {
    const size = this.#words.size
    const isStale = size > this.#correctedAt * 1.05 || size < this.#correctedAt
    if (!this.#corrections || isStale) {
      this.#corrections = new CorrectionIndex(this.#words)
      this.#correctedAt = size
    }
    return this.#corrections
  }

  #addWord(word: string, count: number, language: string): void {
    this.#words.set(word, Math.max(1, (this.#words.get(word) ?? 0) + count))
    this.#addTerm(termOf(word, language), count)
    if (!/^\d/.test(word)) return
    const measure = /^([\d.]+)([a-z]+)$/.exec(word)
    if (!measure || !isUnit(measure[2]!)) return
    const converted = quantityOf(measure[1]!, measure[2]!)?.converted
    if (converted !== undefined) this.#addTerm(convertedTerm(converted), count)
  }

  #addTerm(term: string, count: number): void {
    const sum = (this.#terms.get(term) ?? 0) + count
    this.#terms.set(term, Math.max(1, Math.min(sum, this.documents)))
  }

  #forgetRare(): void {
    for (const [word, count] of this.#words) {
      if (count <= rareLimit && /\d/.test(word)) {
        this.#words.delete(word)
        this.#terms.delete(word)
      }
    }
  }
}

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
