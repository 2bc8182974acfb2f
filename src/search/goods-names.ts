import { readFileSync } from 'node:fs'
import { remember } from './analysis/remember.ts'
import { oneSpelling } from './analysis/spelling.ts'
import { GoodsDictionary, type Relations } from './goods-dictionary.ts'

interface Known {
  readonly dictionary: GoodsDictionary
  readonly nouns: ReadonlySet<string>
}

let loaded: Known | undefined

function known(): Known {
  if (loaded) return loaded
  const dictionary = new GoodsDictionary()
  const nouns = new Set([...dictionary.nouns, ...categoryHeads().flatMap(singulars)])
  loaded = { dictionary, nouns }
  return loaded
}

/** Plural words that end names of categories: goods that the dictionary has as another kind of thing. */
function categoryHeads(): string[] {
  const file = new URL('./data/category-heads.txt', import.meta.url)
  return readFileSync(file, 'utf8').trimEnd().split(' ')
}

/** Whether a folded English word, singular or plural, names a kind of goods. */
export const isNoun = remember((word) => {
  const { nouns } = known()
  return singulars(word).some((form) => nouns.has(form))
})

/** What else a folded English word or compound («cell phone») is called; undefined where nothing is known. */
export function relationsOf(words: readonly string[]): Relations | undefined {
  const { dictionary } = known()
  const before = words.slice(0, -1).join('')
  for (const last of singulars(words[words.length - 1] ?? '')) {
    const found = dictionary.relations(before + last)
    if (found) return found
  }
  return undefined
}

/** Whether a name of several words may begin with the folded word. */
export const opensName = (word: string): boolean => known().dictionary.opensName(word)

/** The name of several words that folded words («flash drives») are, as one word of the index: `flash_drive`. */
export const nameOf = (text: string): string | undefined => nameOrNull(text) ?? undefined

const nameOrNull = remember((text): string | null => {
  const words = text.split(' ')
  const name = relationsOf(words)?.name
  if (name === undefined || (words.length === 1 && !name.includes(' '))) return null
  return wordOf(name)
}, 20_000)

/** A name that may have several words as one word of the index; no word that is written looks so. */
export const wordOf = (name: string): string => name.replaceAll(' ', '_')

/** Whether the second word only says what kind the first is of: «notebook computer», «notebook PC», «TV set». */
export function saysItsKind(word: string, next: string): boolean {
  const kinds = compoundsOf(word)
  if (kinds.length === 0) return false
  const names = [next, ...(relationsOf([next])?.synonyms ?? [])].map((name) =>
    name.split(' ').at(-1),
  )
  return kinds.some((kind) => names.includes(kind.split(' ').at(-1)))
}

/** Compounds of a word with its kind that mean the same as the word alone. */
const compoundsOf = remember((word): readonly string[] => {
  const synonyms = relationsOf([word])?.synonyms ?? []
  return synonyms.filter((name) => name.startsWith(`${word} `))
})

function singulars(word: string): string[] {
  const forms = [...new Set([oneSpelling(word), word])]
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  if (word.endsWith('s')) forms.push(word.slice(0, -1))
  return forms
}
