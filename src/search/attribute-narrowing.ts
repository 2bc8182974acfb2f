import { stemsOf } from './analysis/stem.ts'
import { isStopWord } from './analysis/stop-words.ts'
import type { Token } from './analysis/tokens.ts'
import { unitSymbols } from './analysis/units.ts'
import { fullTerm, tokensOfValue } from './attribute-value.ts'
import { attributeKey } from './attributes.ts'
import type { AttributeFilter } from './request.ts'
import { quoteTerm } from './score-expression.ts'

/**
 * A tsquery that every document with one of the filter's values matches, for the words that its values
 * are made of are terms of it; undefined where a value has none that can tell. The language of a document
 * is not known here, nor the unit of a number.
 */
export function attributeQuery({ name, values }: AttributeFilter): string | undefined {
  const queries = (values ?? []).flatMap((value) => waysToState(value, name))
  if (queries.length === 0 || queries.includes(undefined)) return undefined
  return `(${[...queries, quoteTerm(fullTerm)].join(' | ')})`
}

/** A yes may be stated by the name of the attribute, a no is stated by nothing. */
function waysToState(value: string, name: string): (string | undefined)[] {
  if (value === 'false') return [undefined]
  return value === 'true' ? [wordsQuery(value), nameQuery(name)] : [wordsQuery(value)]
}

/**
 * The first plain words of a name: the filter may have spaces where the product has other marks, which
 * changes what else the name is made of.
 */
function nameQuery(name: string): string | undefined {
  const words = tokensOfValue(attributeKey(name))
    .slice(0, mostTokens)
    .filter(({ kind, text, parts }) => kind === 'word' && parts.length === 0 && !isStopWord(text))
  return words.length === 0
    ? undefined
    : `(${words.map(({ text }) => anyOf(stemsOf(text))).join(' & ')})`
}

/** So many of a value's words narrow as well as all of them. */
const mostTokens = 3

function wordsQuery(text: string): string | undefined {
  const telling = tokensOfValue(text)
    // A code at the end may be another with its unit: «1/2» and «1/2 mm».
    .filter((token, index, all) => token.kind !== 'code' || index < all.length - 1)
    .filter((token) => !isStopWord(token.text))
    .slice(0, mostTokens)
  if (telling.length === 0) return undefined
  return `(${telling.map((token) => anyOf(termsOf(token))).join(' & ')})`
}

const anyOf = (terms: readonly string[]) => `(${[...new Set(terms)].map(quoteTerm).join(' | ')})`

function termsOf({ kind, text, parts }: Token): readonly string[] {
  if (kind === 'number') return [text, ...unitSymbols.map((symbol) => text + symbol)]
  return kind === 'word' && parts.length === 0 ? stemsOf(text) : [text]
}
