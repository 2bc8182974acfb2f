import fc from 'fast-check'
import { type IdKind, ids, newId } from '../../src/core/ids.ts'
import { berlin } from '../orders/shop.ts'
import type { Ids } from './world.ts'

/** JSON Schema as operations use it. */
export interface Schema {
  $id?: string
  type?: string
  format?: string
  pattern?: string
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  'x-id'?: IdKind
}

type Any = fc.Arbitrary<unknown>

const often = (usual: Any, rare: Any): Any =>
  fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: rare, weight: 1 })

/** Values that the schema allows, edges included; ids are mostly those of things that exist. */
export function validOf(schema: Schema, known: Ids): Any {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => validOf(option, known)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known)
    case 'array':
      return arrayOf(schema, known)
    case 'integer':
      return integerOf(schema)
    case 'number':
      return integerOf(schema).map((whole) => hundredthsOf(whole as number, schema))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return stringOf(schema, known)
  }
}

function objectOf(schema: Schema, known: Ids): Any {
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => [name, validOf(member, known)] as const,
  )
  const made = fc.record(Object.fromEntries(members), {
    requiredKeys: [...(schema.required ?? [])],
  } as object)
  return schema.$id === 'Address' ? often(fc.constant(berlin), made) : made
}

function arrayOf({ items = {}, minItems = 0, maxItems = 10, uniqueItems }: Schema, known: Ids) {
  const size = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) }
  const item = validOf(items, known)
  return uniqueItems ? fc.uniqueArray(item, size) : fc.array(item, size)
}

function integerOf(schema: Schema): Any {
  const min = schema.minimum ?? Number.MIN_SAFE_INTEGER
  const max = schema.maximum ?? Number.MAX_SAFE_INTEGER
  const from = Math.min(Math.max(min, 1), max)
  const small = fc.integer({ min: from, max: Math.min(max, from + 50) })
  return often(small, fc.constantFrom(min, max))
}

/** Somewhat above a whole number, where the schema still allows it. */
function hundredthsOf(whole: number, { maximum = Number.MAX_SAFE_INTEGER }: Schema): number {
  return Math.min(maximum, whole + 0.25)
}

const moments = [
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2024-02-29t12:00:00z',
  '2026-11-23T05:00:00.1-12:00',
]
const dates = ['2026-11-23', '2024-02-29', '0001-01-01', '9999-12-31']
const oddTexts = [
  "'; drop table orders; --",
  '100 % \\ _ \\\\',
  '__proto__',
  'constructor',
  'null',
  '\u202Eevig\u202C',
  '🤷🏽‍♀️ Äpfel أهلا 你好',
  '\t\n',
  ' ',
  '<script>alert(1)</script>',
  '{{7*7}}',
]

function stringOf(schema: Schema, known: Ids): Any {
  const { 'x-id': kind, format, pattern } = schema
  if (kind !== undefined) return idOf(kind, known)
  if (format === 'date-time') {
    return often(
      fc
        .date({ min: new Date(0), noInvalidDate: true })
        .map((date) => date.toISOString().slice(-24)),
      fc.constantFrom(...moments),
    )
  }
  if (format === 'date') return fc.constantFrom(...dates)
  if (format === 'email') return fc.emailAddress()
  if (pattern === '^[A-Z]{3}$') return often(fc.constant('EUR'), fc.constantFrom('JPY', 'ZZZ'))
  if (pattern === '^[A-Z]{2}$') return often(fc.constant('DE'), fc.constantFrom('US', 'ZZ'))
  if (pattern !== undefined) {
    const length = schema.maxLength ?? 1000
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= length)
  }
  return textOf(schema)
}

function idOf(kind: IdKind, known: Ids): Any {
  const missing = fc.constant(0).map(() => ids[kind].encode(newId()))
  const existing = known[kind]
  return existing === undefined ? missing : often(fc.constant(existing), missing)
}

function textOf({ minLength = 0, maxLength = 200 }: Schema): Any {
  const fit = (text: string) => {
    const points = [...text].slice(0, maxLength)
    return points.join('') + 'x'.repeat(Math.max(0, minLength - points.length))
  }
  return fc
    .oneof(
      fc.string({ maxLength: Math.min(maxLength, 40) }),
      fc.string({ unit: 'grapheme', maxLength: Math.min(maxLength, 20) }),
      fc.constantFrom(...oddTexts),
      fc.constantFrom('x', '€', '𝒳').map((letter) => letter.repeat(Math.min(maxLength, 5000))),
    )
    .map((text) => fit(text.replaceAll('\u0000', '')))
}
