import { remember } from './remember.ts'

/** Words that say nothing about a product; a query made of nothing else keeps them. */
const stopWords: Readonly<Record<string, string>> = {
  de: 'der die das den dem des ein eine einen einem und oder mit von fur zu zum zur im in am an auf aus bei ist',
  en: 'a an and are as at be by for from in into is it of on or per that the this to with without your you my',
  es: 'el la los las un una unos unas y o de del a al con para por en su que',
  fr: 'le la les un une des du de et ou a au aux avec pour par en dans sur d l',
  it: 'il lo la i gli le un uno una e o di del della dei delle a al alla con per in su da',
  nl: 'de het een en of van voor met in op te aan bij uit',
  pt: 'o a os as um uma uns umas e ou de do da dos das em no na nos nas com para por ao',
}

/** The function words of a language (primary subtag), folded. */
export const stopWordsOf = remember(
  (language): ReadonlySet<string> => new Set((stopWords[language] ?? '').split(' ')),
)

const inAnyLanguage: ReadonlySet<string> = new Set(Object.values(stopWords).join(' ').split(' '))

/** Whether the folded word says nothing in some language. */
export const isStopWord = (word: string): boolean => inAnyLanguage.has(word)

/** Words after which a title names what the product is for, not what it is. */
export const purposeWords: ReadonlySet<string> = new Set(
  'for f fits compatible with w para con por com pour avec fur mit per voor met'.split(' '),
)
