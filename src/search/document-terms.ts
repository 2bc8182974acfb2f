import { stopWordsOf } from './analysis/stop-words.ts'
import { type Token, tokenise } from './analysis/tokens.ts'
import {
  codeTerm,
  headTerm,
  normaliseCode,
  reversedCodeTerm,
  termOf,
  termsOf,
} from './analysis/words.ts'
import { fullTerm, type ReadValue, readAttribute } from './attribute-value.ts'
import type { SearchDocument } from './document.ts'
import { filterTermsOf } from './filter-terms.ts'
import { nameOf, opensName } from './goods-names.ts'
import { blendsIn, headsOf } from './roles.ts'
import { statedPhrases } from './stated-words.ts'

/** A document as the index holds it. */
export interface AnalysedDocument {
  /** A tsvector literal; no server dictionary has a say, so every server agrees. */
  readonly vector: string
  readonly codes: readonly string[]
  readonly titleLength: number
  /** Words as written, and what stands for itself (numbers, quantities, codes), by language; some twice. */
  readonly words: ReadonlyMap<string, readonly string[]>
}

// So many terms fit into a row on its page; ranking would read longer ones from elsewhere each time.
const limits = { title: 60, description: 300, attributes: 80, terms: 600 }
const longestName = 3
const shortestName = 6
type Weight = 'A' | 'B' | 'C' | 'D'

/** Reads a document once, field by field. */
export function analyseDocument(document: SearchDocument): AnalysedDocument {
  const language = primary(document.language)
  const builder = new TermBuilder()
  const attributes = document.attributes.slice(0, limits.attributes)
  const values = attributes.map((attribute) => readAttribute(attribute, language))
  const stated = statedPhrases(attributes, values)
  const codes = codesOf(document)
  // The most telling first: what comes past the limit is left out.
  for (const code of codes) {
    builder.add(codeTerm(code), 'A')
    // GTINs carry a check digit and are copied; what has letters is typed, and mistyped.
    if (/\D/.test(code) && code.length <= 24) builder.add(reversedCodeTerm(code), 'A')
  }
  for (const term of filterTermsOf(document)) builder.add(term, 'D')
  const titleLength = builder.addTitle(document.title, language, stated)
  for (const text of document.texts) builder.addTitle(text.title, primary(text.language), stated)
  for (const name of [document.brand, document.model]) {
    if (name) builder.addText(name, language, 'B', limits.title)
  }
  for (const name of document.categoryPath) builder.addText(name, language, 'C', limits.title)
  builder.addText(plainText(document.description), language, 'C', limits.description)
  for (const value of values) if (value) builder.addValue(value, language)
  builder.isFull ||= attributes.length < document.attributes.length
  document.texts.forEach(({ language, description }, index) => {
    // Each language has its share of what room is left.
    const share = Math.ceil(builder.room / (document.texts.length - index))
    const limit = Math.min(share, limits.description)
    builder.addText(plainText(description), primary(language), 'C', limit)
  })
  return { vector: builder.vector(), codes, titleLength, words: builder.words }
}

/** The primary subtag of a language: `pt` of `pt-BR`. */
export const primary = (language: string): string => language.split('-')[0]!.toLowerCase()

function codesOf(document: SearchDocument): string[] {
  const codes = document.codes.map(normaliseCode)
  return [...new Set(codes.filter((code) => code.length >= 3 && code.length <= 40))].slice(0, 60)
}

function plainText(html: string): string {
  return html.includes('<') ? html.replace(/<[^>]{0,1000}>/g, ' ').replace(/&\w{2,8};/g, ' ') : html
}

class TermBuilder {
  readonly words = new Map<string, string[]>()
  readonly #weights = new Map<string, Weight>()
  readonly #heads = new Set<string>()
  /** Whether terms of attributes were left out. */
  isFull = false
  readonly #values: string[] = []
  #valueTerms = 0

  /** How many terms more it takes. */
  get room(): number {
    return limits.terms - this.#weights.size - this.#valueTerms
  }

  /** Keeps the best weight a term was seen with; what comes past the limit is left out. */
  add(term: string, weight: Weight): void {
    const known = this.#weights.get(term)
    if (known === undefined ? this.room > 0 : weight < known) {
      this.#weights.set(term, weight)
    }
  }

  addTitle(title: string, language: string, stated: ReadonlySet<string>): number {
    const tokens = tokenise(title).slice(0, limits.title)
    const heads = headsOf(tokens, stated, blendsIn(title))
    tokens.forEach((token, index) => {
      this.#addToken(token, language, heads[index] ? 'A' : 'B')
      const next = tokens[index + 1]
      // «Cat 6» is also found as «cat6».
      if (token.kind === 'word' && next?.kind === 'number' && token.text.length <= 12) {
        this.add(token.text + next.text, 'B')
        this.#wordsIn(language).push(token.text + next.text)
      }
    })
    if (language === 'en') this.#addNames(tokens, (last) => (heads[last] ? 'A' : 'B'))
    return tokens.length
  }

  addText(text: string, language: string, weight: Weight, limit: number): void {
    if (text === '') return
    const stop = stopWordsOf(language)
    const tokens = tokenise(text).slice(0, limit)
    for (const token of tokens) {
      if (!stop.has(token.text)) this.#addToken(token, language, weight)
    }
    if (weight === 'C' && language === 'en') this.#addNames(tokens, () => weight)
  }

  addValue({ vector, terms, words }: ReadValue, language: string): void {
    if (terms > this.room) {
      this.isFull = true
      return
    }
    this.#values.push(vector)
    this.#valueTerms += terms
    const known = this.#wordsIn(language)
    for (const word of words) known.push(word)
  }

  /** A term may be in it twice: PostgreSQL keeps the one with a weight. */
  vector(): string {
    // Joined and not added up: a text of a hundred parts would be kept as such until it is sent.
    const parts = this.#values
    if (this.isFull) parts.push(`'${fullTerm}' `)
    for (const [term, weight] of this.#weights) {
      parts.push(weight === 'D' ? `'${term}' ` : `'${term}':1${weight} `)
    }
    for (const term of this.#heads) parts.push(`'${term}' `)
    return parts.join('')
  }

  /** English names of several words count as one word, too: a flash drive is no drive with a flash. */
  #addNames(tokens: readonly Token[], weightOf: (last: number) => Weight): void {
    for (let from = 0; from < tokens.length; from++) {
      const { kind, text } = tokens[from]!
      if (kind !== 'word') continue
      if (text.length >= shortestName) this.#addName(nameOf(text), weightOf(from))
      if (!opensName(text)) continue
      let words = text
      for (let to = from + 1; to < from + longestName; to++) {
        const next = tokens[to]
        if (next?.kind !== 'word' || next.opensPhrase) break
        words += ` ${next.text}`
        this.#addName(nameOf(words), weightOf(to))
      }
    }
  }

  #addName(name: string | undefined, weight: Weight): void {
    if (name === undefined) return
    const term = termOf(name, 'en')
    this.add(term, weight)
    if (weight === 'A') this.#heads.add(headTerm(term))
    this.#wordsIn('en').push(name)
  }

  #addToken(token: Token, language: string, weight: Weight): void {
    for (const term of termsOf(token, language)) {
      this.add(term, weight)
      if (weight === 'A' && token.kind === 'word') this.#heads.add(headTerm(term))
    }
    const known = this.#wordsIn(language)
    known.push(token.text)
    for (const part of token.parts) known.push(part)
  }

  #wordsIn(language: string): string[] {
    let known = this.words.get(language)
    if (known === undefined) {
      known = []
      this.words.set(language, known)
    }
    return known
  }
}
