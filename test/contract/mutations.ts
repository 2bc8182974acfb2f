import type { Schema } from './arbitrary.ts'

/** One way to spoil an input: what it becomes and where the refusal must point. */
export interface Mutation {
  readonly pointer: string
  readonly what: string
  readonly input: Record<string, unknown>
}

interface Site {
  readonly schema: Schema
  readonly value: unknown
  readonly path: readonly (string | number)[]
  readonly isNullable?: boolean
}

type Spoil = readonly [what: string, value: unknown, at?: string]

/** RFC 3339 and 9557 allow these; nothing can store them. */
const unstorable: Record<string, readonly string[]> = {
  date: ['0000-01-01'],
  'date-time': [
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-00:01',
    '2016-12-31T23:59:60Z',
    '2026-01-01T00:00:00Z[Europe/Paris]',
  ],
}

const absent = Symbol('absent')

/**
 * Every way to break one rule of the schema in a valid input. `isText` is for queries and paths,
 * where everything is a string and only strings can be wrong.
 */
export function mutationsOf(
  schema: Schema,
  input: Record<string, unknown>,
  { isText, fixed = [] }: { isText: boolean; fixed?: readonly string[] },
): Mutation[] {
  const found: Mutation[] = []
  for (const site of sitesOf({ schema, value: input, path: [] })) {
    for (const [what, value, at] of spoilsOf(site)) {
      if (site.path.length === 0 && at === undefined) continue
      const path = at === undefined ? site.path : [...site.path, at]
      if (isText && !fitsText(what, value)) continue
      if (fixed.includes(String(path[0])) && !fitsPath(what, value)) continue
      const pointer = `#${path.map((step) => `/${step}`).join('')}`
      found.push({ pointer, what, input: replaced(input, path, value) as Record<string, unknown> })
    }
  }
  return found
}

function fitsText(what: string, value: unknown): boolean {
  if (value === absent || what === 'unknown field') return true
  return (
    what !== 'wrong type' &&
    what !== 'null' &&
    what !== 'lone surrogate' &&
    typeof value !== 'object'
  )
}

/** A path parameter can be wrong, but neither missing nor empty: that is another route. */
function fitsPath(what: string, value: unknown): boolean {
  return typeof value === 'string' && value !== '' && what !== 'lone surrogate'
}

function* sitesOf(site: Site): Generator<Site> {
  const { schema, value, path } = site
  if (schema.anyOf) {
    const option = schema.anyOf.find((one) => one.type !== 'null')
    if (value !== null && option) yield* sitesOf({ schema: option, value, path, isNullable: true })
    return
  }
  yield site
  if (schema.properties && typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(schema.properties)) {
      if (!Object.hasOwn(value, name)) continue
      const inner = (value as Record<string, unknown>)[name]
      yield* sitesOf({ schema: member, value: inner, path: [...path, name] })
    }
  }
  if (schema.items && Array.isArray(value) && value.length > 0) {
    yield* sitesOf({ schema: schema.items, value: value[0], path: [...path, 0] })
  }
}

function* spoilsOf({ schema, value, isNullable }: Site): Generator<Spoil> {
  if (!isNullable) yield ['null', null]
  if (schema.enum) {
    yield ['not in the enum', 'noSuchValue']
    yield ['wrong type', { a: 1 }]
  } else if (schema.type === 'object') yield* objectSpoils(schema)
  else if (schema.type === 'array') yield* arraySpoils(schema, value as unknown[])
  else if (schema.type === 'integer' || schema.type === 'number') yield* numberSpoils(schema)
  else if (schema.type === 'boolean') yield ['not a boolean', 'yes']
  else if (schema.type === 'string') yield* stringSpoils(schema, String(value))
}

function* objectSpoils({ properties = {}, required = [] }: Schema): Generator<Spoil> {
  yield ['wrong type', 'text']
  if (Object.keys(properties).length > 0) yield ['unknown field', 'x', 'noSuchField']
  for (const name of required) yield ['missing', absent, name]
}

function* arraySpoils(schema: Schema, value: unknown[]): Generator<Spoil> {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema
  yield ['wrong type', { 0: 'x' }]
  if (minItems > 0) yield ['too few', []]
  if (value.length === 0) return
  if (maxItems <= 500) yield ['too many', Array.from({ length: maxItems + 1 }, () => value[0])]
  if (uniqueItems) yield ['repeated', [value[0], value[0]]]
}

function* numberSpoils({ type, minimum, maximum }: Schema): Generator<Spoil> {
  yield ['not a number', 'seven']
  if (type === 'integer') yield ['not whole', Math.max(minimum ?? 0, 0) + 0.5]
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) yield ['too small', minimum - 1]
  if (maximum !== undefined) yield ['too large', maximum < 2 ** 53 - 1 ? maximum + 1 : 1e300]
}

function* stringSpoils(schema: Schema, value: string): Generator<Spoil> {
  const { minLength = 0, maxLength = 1e6, format, pattern } = schema
  yield ['wrong type', 7]
  yield ['NUL byte', `${value}\u0000`]
  yield ['lone surrogate', `${value.slice(0, maxLength - 1)}\ud800`]
  if (minLength > 0) yield ['too short', '']
  if (maxLength <= 10_000) yield ['too long', 'x'.repeat(maxLength + 1)]
  if (format !== undefined) yield ['wrong format', 'nonsense']
  for (const odd of unstorable[format ?? ''] ?? []) yield ['wrong format', odd]
  if (pattern !== undefined) yield ['wrong format', ' ☃ ']
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) }
  const members = copy as Record<string, unknown>
  if (rest.length === 0 && by === absent) delete members[step]
  else members[step] = replaced(members[step], rest, by)
  return copy
}
