import Type from 'typebox'
import { type IdKind, ids } from './ids.ts'

/** Shapes that every module shares. A schema with `$id` is a component in openapi.yaml and a type in GraphQL. */

const idSchemas = new Map<IdKind, ReturnType<typeof Type.String>>()

/** The wire form of an id; GraphQL shows it as ID. */
export function Id(kind: IdKind) {
  let schema = idSchemas.get(kind)
  if (!schema) {
    schema = Type.String({
      pattern: ids[kind].pattern,
      description: `Id of ${kind === 'apiKey' ? 'an API key' : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`} (\`${ids[kind].prefix}_…\`).`,
      'x-id': kind,
    })
    idSchemas.set(kind, schema)
  }
  return schema
}

/** RFC 3339 UTC with milliseconds: `2026-11-23T05:00:00.000Z`. */
export const Timestamp = Type.String({
  format: 'date-time',
  maxLength: 35,
  description: 'A moment in UTC (RFC 3339).',
})

/** A calendar date: `2026-11-23`. */
export const CalendarDate = Type.String({
  format: 'date',
  maxLength: 10,
  description: 'A calendar date (RFC 3339 full-date).',
})

export const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'A currency (ISO 4217 alphabetic code).',
  examples: ['USD'],
})

export const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'A country (ISO 3166-1 alpha-2 code).',
  examples: ['DE'],
})

export const Language = Type.String({
  pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
  maxLength: 35,
  description: 'A language (BCP 47 tag).',
  examples: ['en'],
})

/** Minor units: cents for USD, yen for JPY, fils (1/1000) for KWD. */
export const AmountMinor = Type.Integer({
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'An amount in the minor units of its currency.',
})

export const Money = Type.Object(
  { amountMinor: AmountMinor, currency: Currency },
  {
    $id: 'Money',
    additionalProperties: false,
    description: 'An amount of money in minor units with its currency.',
    examples: [{ amountMinor: 1999, currency: 'USD' }],
  },
)
export type Money = Type.Static<typeof Money>

/** A union of string literals; with `$id` it is a named enum in every contract. */
export function Enum<const T extends readonly string[]>(
  values: T,
  options: { $id?: string; description?: string; default?: T[number] } = {},
) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })
}

/** Makes a schema nullable in the 3.1 way. */
export function Nullable<T extends Type.TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** Free text typed by people; NUL bytes are refused for every field by the runner. */
export function Text(options: { minLength?: number; maxLength: number } & Type.TSchemaOptions) {
  return Type.String(options)
}

/** Query strings carry lists as `a,b,c` or repeated parameters; the door splits them. */
export function List<T extends Type.TSchema>(
  item: T,
  options: { minItems?: number; maxItems: number; uniqueItems?: boolean; description?: string },
) {
  return Type.Array(item, options)
}
