import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** What the dictionaries say of a name, each name in its one spelling. */
export interface Relations {
  /** The name itself, singular: «flash drive», or one word where somebody writes it so. */
  readonly name: string
  /** Names of the same goods. */
  readonly synonyms: readonly string[]
  /** Names of goods very near to them. */
  readonly siblings: readonly string[]
  /** Names of kinds of them. */
  readonly kinds: readonly string[]
  /** Names that some dictionary gives for the same word of another language. */
  readonly likely: readonly string[]
}

/** Both dictionaries; licences and the rules by which they were made stand in data/README.md. */
export class GoodsDictionary {
  /** Nouns that name a kind of goods, as WordNet has them. */
  readonly nouns: readonly string[]
  readonly #wordnet = new Map<string, string>()
  readonly #bilingual = new Map<string, string>()
  /** Each name by its letters alone: «flash drive», «flash-drive» and «flashdrive» are one. */
  readonly #spellings = new Map<string, string>()
  /** Words that names of several words begin with. */
  readonly #openers = new Set<string>()
  readonly #read = new Map<string, Relations>()

  constructor() {
    const [nouns = '', ...goods] = linesOf('wordnet-goods.txt.gz')
    this.nouns = nouns.split(' ')
    for (const line of goods) this.#add(line, this.#wordnet)
    for (const line of linesOf('goods-names.txt.gz')) this.#add(line, this.#bilingual)
  }

  /** What is known of the name with these letters. */
  relations(letters: string): Relations | undefined {
    const name = this.#spellings.get(letters)
    if (name === undefined) return undefined
    let relations = this.#read.get(letters)
    if (relations === undefined) {
      relations = this.#relationsOf(letters, name)
      this.#read.set(letters, relations)
    }
    return relations
  }

  /** Whether a name of several words may begin with the word. */
  opensName(word: string): boolean {
    return this.#openers.has(word)
  }

  #add(line: string, lists: Map<string, string>): void {
    const end = line.indexOf('\t')
    const name = line.slice(0, end)
    const letters = lettersOf(name)
    lists.set(letters, line.slice(end + 1))
    if (letters === name) {
      // A name that somebody writes as one word is one.
      this.#spellings.set(letters, name)
      return
    }
    const spaced = name.includes('-') ? name.replaceAll('-', ' ') : name
    this.#openers.add(spaced.slice(0, spaced.indexOf(' ')))
    if (!this.#spellings.has(letters)) this.#spellings.set(letters, spaced)
  }

  #relationsOf(letters: string, name: string): Relations {
    const listed = new Set([name])
    const read = (list: string | undefined): string[] => {
      const names = list ? list.split(',').map((other) => this.#spelling(other)) : []
      return names.filter((other) => !listed.has(other) && listed.add(other))
    }
    const [same, siblings, kinds] = this.#wordnet.get(letters)?.split('\t') ?? []
    const [translated, likely] = this.#bilingual.get(letters)?.split('\t') ?? []
    const synonyms = [...read(same), ...read(translated)]
    return { name, synonyms, siblings: read(siblings), kinds: read(kinds), likely: read(likely) }
  }

  #spelling(name: string): string {
    return this.#spellings.get(lettersOf(name)) ?? name
  }
}

/** The letters of a name, whichever way it is written. */
export function lettersOf(name: string): string {
  const letters = name.includes(' ') ? name.replaceAll(' ', '') : name
  return letters.includes('-') ? letters.replaceAll('-', '') : letters
}

function linesOf(file: string): string[] {
  const packed = readFileSync(new URL(`./data/${file}`, import.meta.url))
  return gunzipSync(packed).toString('utf8').trimEnd().split('\n')
}
