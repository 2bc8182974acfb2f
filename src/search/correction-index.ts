import { editDistance } from './edit-distance.ts'

/** A known word near a mistyped one. */
export interface Neighbour {
  readonly word: string
  readonly distance: number
  readonly count: number
}

/** Words, and numbers with a unit or the like behind them. */
const wordPattern = /^(?:\p{L}[\p{L}\p{N}]{2,19}|\d[\d.]{0,6}[a-z]{1,12})$/u
const maxWords = 80_000

/**
 * Every word and each of its forms with one letter left out, as sorted hashes: two words one slip
 * apart always share such a form, and so do most that are two apart. About 100 bytes a word.
 */
export class CorrectionIndex {
  readonly #words: readonly string[]
  readonly #counts: ReadonlyMap<string, number>
  readonly #keys: Float64Array

  constructor(counts: ReadonlyMap<string, number>) {
    const usable = [...counts].filter(([word]) => wordPattern.test(word))
    const kept =
      usable.length <= maxWords ? usable : usable.sort((a, b) => b[1] - a[1]).slice(0, maxWords)
    this.#words = kept.map(([word]) => word)
    this.#counts = counts
    const keys: number[] = []
    this.#words.forEach((word, index) => {
      for (const form of formsOf(word)) keys.push(hash(form) * 2 ** 20 + index)
    })
    this.#keys = Float64Array.from(keys).sort()
  }

  /** Known words at most so many slips away. */
  neighbours(word: string, maxDistance: number): Neighbour[] {
    return this.#near(word, formsOf(word), maxDistance)
  }

  /** Known words that become this one where a letter is left out, or two are swapped. */
  likelyMeant(word: string): Neighbour[] {
    const longer = this.#near(word, [word], 1).filter((one) => one.word.length > word.length)
    for (let i = 0; i + 1 < word.length; i++) {
      const swapped = word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2)
      const count = this.#counts.get(swapped)
      if (count !== undefined && swapped !== word)
        longer.push({ word: swapped, distance: 1, count })
    }
    return longer
  }

  #near(word: string, forms: Iterable<string>, maxDistance: number): Neighbour[] {
    const seen = new Map<number, Neighbour | undefined>()
    for (const form of forms) {
      const from = hash(form) * 2 ** 20
      for (let i = this.#lowerBound(from); i < this.#keys.length; i++) {
        const index = this.#keys[i]! - from
        if (index >= 2 ** 20) break
        if (!seen.has(index)) seen.set(index, this.#judge(word, index, maxDistance))
      }
    }
    return [...seen.values()].filter((neighbour) => neighbour !== undefined)
  }

  #judge(word: string, index: number, maxDistance: number): Neighbour | undefined {
    const known = this.#words[index]!
    const distance = editDistance(word, known, maxDistance)
    if (distance === 0 || distance > maxDistance) return undefined
    return { word: known, distance, count: this.#counts.get(known) ?? 0 }
  }

  #lowerBound(key: number): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#keys[middle]! < key) low = middle + 1
      else high = middle
    }
    return low
  }
}

function formsOf(word: string): Set<string> {
  const forms = new Set([word])
  for (let i = 0; i < word.length; i++) forms.add(word.slice(0, i) + word.slice(i + 1))
  return forms
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}
