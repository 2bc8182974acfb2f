import { stemsOf } from './analysis/stem.ts'
import { isStopWord } from './analysis/stop-words.ts'
import type { Token } from './analysis/tokens.ts'
import { unitSymbols } from './analysis/units.ts'
import { fullTerm, tokensOfValue } from './attribute-value.ts'
import type { AttributeFilter } from './request.ts'
import { quoteTerm } from './score-expression.ts'

/**
 * A tsquery that every document with one of the filter's values matches, for the words that its values
 * are made of are terms of it; undefined where a value has none that can tell. The language of a document
 * is not known here, nor the unit of a number.
 */
export function attributeQuery({ values }: AttributeFilter): string | undefined {
  const queries = (values ?? []).map((value) =>
    saysYesOrNo(value) ? undefined : wordsQuery(value),
  )
  if (queries.length === 0 || queries.includes(undefined)) return undefined
  return `(${[...queries, quoteTerm(fullTerm)].join(' | ')})`
}

/** A yes may be stated by the name of the attribute alone, a no by nothing. */
const saysYesOrNo = (value: string) => value === 'true' || value === 'false'

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
