import snowball from 'snowball-stemmers'
import { remember } from './remember.ts'
import { oneSpelling } from './spelling.ts'

/** Stemmers by primary language subtag; a language without one is indexed as written. */
const algorithms: Readonly<Record<string, string>> = {
  ar: 'arabic',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  eu: 'basque',
  fi: 'finnish',
  hu: 'hungarian',
  hy: 'armenian',
  ca: 'catalan',
  ga: 'irish',
  nl: 'dutch',
  nb: 'norwegian',
  no: 'norwegian',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

/** Light stemmers that take away number and gender only; they need no accents to work. */
const romance: Readonly<Record<string, (word: string) => string>> = {
  es: stripSpanish,
  pt: stripPortuguese,
  fr: stripFrench,
  it: stripItalian,
}

const stemmerFor = remember((language) => {
  const algorithm = algorithms[language]
  const light = romance[language]
  const snow = algorithm === undefined ? undefined : snowball.newStemmer(algorithm)
  const stem = light ?? (snow ? (word: string) => snow.stem(word) : (word: string) => word)
  return remember(language === 'en' ? (word) => stem(oneSpelling(word)) : stem, 20_000)
})

/** The stem of a folded word in a language (primary subtag); words with digits stay whole. */
export function stemOf(word: string, language: string): string {
  if (word.length < 3 || /\d/.test(word)) return word
  // The Czech stemmer leaves nothing of «line».
  return stemmerFor(language)(word) || word
}

const languages = ['', ...Object.keys(algorithms), ...Object.keys(romance)]

/** The stems of a folded word in every language, each once. */
export const stemsOf = remember((word): readonly string[] => [
  ...new Set(languages.map((language) => stemOf(word, language))),
])

function stripSpanish(word: string): string {
  let w = word
  if (w.length > 4 && w.endsWith('ces')) w = `${w.slice(0, -3)}z`
  else if (w.length > 4 && /[^aeiou]es$/.test(w)) w = w.slice(0, -2)
  else if (w.length > 3 && w.endsWith('s')) w = w.slice(0, -1)
  return dropVowel(w)
}

const portuguesePlurals: readonly (readonly [RegExp, string])[] = [
  [/(?:oes|aes|aos)$/, 'ao'],
  [/ais$/, 'al'],
  [/eis$/, 'el'],
  [/ois$/, 'ol'],
  [/uis$/, 'ul'],
  [/ns$/, 'm'],
  [/([rz])es$/, '$1'],
  [/s$/, ''],
]

function stripPortuguese(word: string): string {
  if (word.length <= 3) return word
  const rule = portuguesePlurals.find(([ending]) => ending.test(word))
  return dropVowel(rule ? word.replace(rule[0], rule[1]) : word)
}

function stripFrench(word: string): string {
  let w = word
  if (w.length > 4 && w.endsWith('eaux')) w = w.slice(0, -1)
  else if (w.length > 4 && w.endsWith('aux')) w = `${w.slice(0, -3)}al`
  else if (w.length > 3 && /[sx]$/.test(w)) w = w.slice(0, -1)
  return w.length > 4 && w.endsWith('e') ? w.slice(0, -1) : w
}

function stripItalian(word: string): string {
  return dropVowel(word.length > 4 ? word.replace(/([cg])h(?=[ei]$)/, '$1') : word)
}

function dropVowel(word: string): string {
  return word.length > 4 && /[aeio]$/.test(word) ? word.slice(0, -1) : word
}
