/** Words of one batch in one language with the documents they are in; 0 only makes a word known. */
export interface WordCounts {
  readonly language: string
  readonly documents: number
  readonly words: readonly string[]
  readonly counts: readonly number[]
}

interface Counted {
  count: number
  /** The number of the document that was counted last. */
  document: number
}

/** Counts in how many documents of a batch each word is; every document counts for `each`. */
export class WordCounter {
  readonly #each: 0 | 1
  readonly #languages = new Map<string, { documents: number; counts: Map<string, Counted> }>()
  #document = 0

  constructor(each: 0 | 1) {
    this.#each = each
  }

  /** Adds the words of a document, by language; a word counts once, however often it is there. */
  add(words: ReadonlyMap<string, readonly string[]>): void {
    this.#document += 1
    for (const [language, known] of words) {
      const entry = this.#languages.get(language) ?? { documents: 0, counts: new Map() }
      this.#languages.set(language, entry)
      entry.documents += this.#each
      for (const word of known) this.#count(entry.counts, word)
    }
  }

  counts(): WordCounts[] {
    return [...this.#languages].map(([language, { documents, counts }]) => ({
      language,
      documents,
      words: [...counts.keys()],
      counts: Array.from(counts.values(), ({ count }) => count),
    }))
  }

  #count(counts: Map<string, Counted>, word: string): void {
    const counted = counts.get(word)
    if (counted === undefined) counts.set(word, { count: this.#each, document: this.#document })
    else if (counted.document !== this.#document) {
      counted.count += this.#each
      counted.document = this.#document
    }
  }
}
