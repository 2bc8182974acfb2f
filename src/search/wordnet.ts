import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Words that mean the same kind of goods (synonyms) or one very near to it (siblings). */
export interface Relations {
  readonly synonyms: readonly string[]
  readonly siblings: readonly string[]
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
    const [word = '', synonyms = '', siblings = ''] = line.split('\t')
    relations.set(word, { synonyms: listOf(synonyms), siblings: listOf(siblings) })
  }
  loaded = { nouns: new Set(nouns.split(' ')), relations }
  return loaded
}

const listOf = (text: string): string[] => (text === '' ? [] : text.split(','))

/** Whether a folded English word, singular or plural, names a kind of goods. */
export function isNoun(word: string): boolean {
  const { nouns } = wordnet()
  if (nouns.has(word)) return true
  return word.endsWith('s') && singulars(word).some((form) => nouns.has(form))
}

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

function singulars(word: string): string[] {
  const forms = [word]
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('es')) forms.push(word.slice(0, -2))
  if (word.endsWith('s')) forms.push(word.slice(0, -1))
  return forms
}
