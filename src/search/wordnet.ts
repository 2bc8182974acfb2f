import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { remember } from './analysis/remember.ts'
import { oneSpelling } from './analysis/spelling.ts'

/** Words for the same kind of goods (synonyms), one very near to it (siblings), or kinds of it. */
export interface Relations {
  /** The word or compound itself, singular. */
  readonly name: string
  readonly synonyms: readonly string[]
  readonly siblings: readonly string[]
  readonly kinds: readonly string[]
}

interface Wordnet {
  readonly nouns: ReadonlySet<string>
  readonly relations: ReadonlyMap<string, Relations>
}

let loaded: Wordnet | undefined

// The licence and the rules by which the file was made stand in data/README.md.
function wordnet(): Wordnet {
  if (loaded) return loaded
  const packed = readFileSync(new URL('./data/wordnet-goods.txt.gz', import.meta.url))
  const [nouns = '', ...lines] = gunzipSync(packed).toString('utf8').trimEnd().split('\n')
  const relations = new Map<string, Relations>()
  for (const line of lines) {
    const [word = '', synonyms = '', siblings = '', kinds = ''] = line.split('\t')
    relations.set(word, {
      name: word,
      synonyms: listOf(synonyms),
      siblings: listOf(siblings),
      kinds: listOf(kinds),
    })
  }
  loaded = {
    nouns: new Set([...nouns.split(' '), ...categoryHeads().flatMap(singulars)]),
    relations,
  }
  return loaded
}

/** Plural words that end names of categories: goods that the dictionary has as another kind of thing. */
function categoryHeads(): string[] {
  const file = new URL('./data/category-heads.txt', import.meta.url)
  return readFileSync(file, 'utf8').trimEnd().split(' ')
}

const listOf = (text: string): string[] => (text === '' ? [] : text.split(','))

/** Whether a folded English word, singular or plural, names a kind of goods. */
export const isNoun = remember((word) => {
  const { nouns } = wordnet()
  return singulars(word).some((form) => nouns.has(form))
})

/** What else a folded English word or compound («cell phone») is called; undefined where nothing is known. */
export function relationsOf(words: readonly string[]): Relations | undefined {
  const { relations } = wordnet()
  const before = words.slice(0, -1)
  for (const last of singulars(words[words.length - 1] ?? '')) {
    const found = relations.get([...before, last].join(' '))
    if (found) return found
  }
  return undefined
}

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
  const forms = [...new Set([word, oneSpelling(word)])]
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  if (word.endsWith('s')) forms.push(word.slice(0, -1))
  return forms
}
