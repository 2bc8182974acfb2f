import { type IdKind, ids } from './ids.ts'
import { Country, Currency, Language } from './schema.ts'

/** What a compiled schema says of one fault. */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A fault of a field for the person who has to mend it. */
export function sentenceOf({ keyword, params, message }: SchemaError): string {
  return sentences[keyword]?.(params) ?? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}

type Params = SchemaError['params']

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  enum: ({ allowedValues }) =>
    `Must be one of ${(allowedValues as unknown[]).slice(0, 30).join(', ')}.`,
  anyOf: () => 'Must have one of the shapes that the contract allows.',
  type: ({ type }) => `Must be ${[type].flat().map(String).map(withArticle).join(' or ')}.`,
  format: ({ format }) => formats[String(format)] ?? `Must have the format ${format}.`,
  pattern: ({ pattern }) => patterns.get(String(pattern)) ?? `Must match the pattern ${pattern}.`,
  minimum: ({ limit }) => `Must be ${limit} or more.`,
  maximum: ({ limit }) => `Must be ${limit} or less.`,
  exclusiveMinimum: ({ limit }) => `Must be more than ${limit}.`,
  exclusiveMaximum: ({ limit }) => `Must be less than ${limit}.`,
  multipleOf: ({ multipleOf }) => `Must be a multiple of ${multipleOf}.`,
  minLength: ({ limit }) => atLeast(limit, 'character'),
  maxLength: ({ limit }) => atMost(limit, 'character'),
  minItems: ({ limit }) => atLeast(limit, 'item'),
  maxItems: ({ limit }) => atMost(limit, 'item'),
  minProperties: ({ limit }) => atLeast(limit, 'member'),
  maxProperties: ({ limit }) => atMost(limit, 'member'),
  uniqueItems: () => 'Must not hold anything twice.',
}

const formats: Readonly<Record<string, string>> = {
  'date-time':
    'Must be a moment as RFC 3339 writes it, such as 2026-11-23T05:00:00Z, of the years 1 to 9999.',
  date: 'Must be a date such as 2026-11-23, of the years 1 to 9999.',
  email: 'Must be an e-mail address, such as ada@example.com.',
}

const exampleUuid = '019aaf9e-8f48-7a1e-b3c5-9d2e4f60718a'

const patterns = new Map<string, string>([
  [patternOf(Country), 'Must be the code of a country (ISO 3166-1 alpha-2), such as DE.'],
  [patternOf(Currency), 'Must be the code of a currency (ISO 4217), such as EUR.'],
  [patternOf(Language), 'Must be the tag of a language (BCP 47), such as en or pt-BR.'],
  ...(Object.keys(ids) as IdKind[]).map((kind): [string, string] => [
    ids[kind].pattern,
    `Must be the id of ${withArticle(wordsOf(kind))}, such as ${ids[kind].encode(exampleUuid)}.`,
  ]),
])

function patternOf(schema: object): string {
  return (schema as { pattern: string }).pattern
}

function wordsOf(kind: IdKind): string {
  return kind === 'apiKey'
    ? 'API key'
    : kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function atLeast(limit: unknown, noun: string): string {
  return limit === 1 && noun === 'character'
    ? 'Must not be empty.'
    : `Must have at least ${count(limit, noun)}.`
}

function atMost(limit: unknown, noun: string): string {
  return `Must have ${count(limit, noun)} at the most.`
}

function count(limit: unknown, noun: string): string {
  return `${limit} ${noun}${limit === 1 ? '' : 's'}`
}

function withArticle(noun: string): string {
  if (noun === 'null') return noun
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}
