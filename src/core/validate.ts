import type Type from 'typebox'
import { Compile } from 'typebox/compile'
import { fillDefaults } from './defaults.ts'
import { ApiError, type FieldError } from './errors.ts'
import { narrowFormats } from './formats.ts'
import type { AnyOperation } from './operation.ts'
import { type SchemaError, sentenceOf } from './sentences.ts'

/** JSON Schema keywords in the words of our field codes. */
const fieldCodes: Record<string, string> = {
  required: 'required',
  type: 'wrong_type',
  enum: 'not_one_of',
  const: 'not_one_of',
  anyOf: 'wrong_shape',
  oneOf: 'wrong_shape',
  minimum: 'too_small',
  exclusiveMinimum: 'too_small',
  maximum: 'too_large',
  exclusiveMaximum: 'too_large',
  multipleOf: 'not_a_multiple',
  minLength: 'too_short',
  maxLength: 'too_long',
  minItems: 'too_few',
  maxItems: 'too_many',
  uniqueItems: 'not_unique',
  minProperties: 'too_few',
  maxProperties: 'too_many',
  pattern: 'wrong_format',
  format: 'wrong_format',
}

narrowFormats()

export interface Validator {
  check(value: unknown): boolean
  errors(value: unknown): SchemaError[]
}

const compiled = new WeakMap<object, Validator>()

/** The compiled validator of a schema; compiled once, at first use. */
export function validatorOf(schema: Type.TSchema): Validator {
  let validator = compiled.get(schema)
  if (!validator) {
    const made = Compile(schema)
    validator = {
      check: (value) => made.Check(value),
      errors: (value) => made.Errors(value) as unknown as SchemaError[],
    }
    compiled.set(schema, validator)
  }
  return validator
}

/** Fills defaults of absent members and refuses what does not fit, naming each field and the fix. */
export function validateInput(operation: AnyOperation, input: Record<string, unknown>): void {
  fillDefaults(operation.input, input)
  const validator = validatorOf(operation.input)
  if (!validator.check(input)) {
    const known = Object.keys(operation.input.properties ?? {})
    throw refusal(fieldErrors(validator.errors(input), known))
  }
  const fault = textFault(input, '#')
  if (fault !== undefined) throw refusal([fault])
}

function refusal(fields: FieldError[]): ApiError {
  const first = fields[0]
  const detail =
    first === undefined
      ? 'The input does not fit the contract.'
      : `${first.pointer === '#' ? 'The input' : first.pointer}: ${first.message}`
  return new ApiError('invalid_request', detail, { errors: fields })
}

/** Schema errors as field errors, most specific first, one per pointer, ten at the most. */
export function fieldErrors(errors: SchemaError[], known: readonly string[] = []): FieldError[] {
  const byPointer = new Map<string, FieldError>()
  for (const error of errors) {
    // Extra members have an error each, and one for all of them that may come too late to be told.
    if (error.keyword === 'additionalProperties') continue
    for (const field of fieldsOf(error, known)) {
      const before = byPointer.get(field.pointer)
      if (before === undefined || before.code === 'wrong_shape') byPointer.set(field.pointer, field)
    }
    if (byPointer.size >= 10) break
  }
  return [...byPointer.values()]
}

function fieldsOf(error: SchemaError, known: readonly string[]): FieldError[] {
  const code = fieldCodes[error.keyword] ?? 'invalid'
  const at = `#${error.instancePath}`
  if (error.keyword === 'boolean') {
    const isRoot = error.instancePath.lastIndexOf('/') === 0
    const hint = isRoot && known.length > 0 ? ` Known: ${known.join(', ')}.` : ''
    const message = `There is no such field: remove it or correct its name.${hint}`
    return [{ pointer: at.slice(0, 300), code: 'unknown_field', message }]
  }
  if (error.keyword === 'required') {
    const names = (error.params.requiredProperties ?? []) as string[]
    return names.map((name) => ({
      pointer: `${at}/${escapePointer(name)}`,
      code,
      message: 'This field is required: add it.',
    }))
  }
  return [{ pointer: at, code, message: sentenceOf(error) }]
}

function escapePointer(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Text that no database stores: with NUL bytes, or halves of surrogate pairs. */
function textFault(value: unknown, pointer: string): FieldError | undefined {
  if (typeof value === 'string') return stringFault(value, pointer)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    const found =
      stringFault(name, pointer) ?? textFault(member, `${pointer}/${escapePointer(name)}`)
    if (found !== undefined) return found
  }
  return undefined
}

function stringFault(text: string, pointer: string): FieldError | undefined {
  if (text.includes('\u0000')) {
    const message = 'Text must not hold NUL bytes (U+0000): remove them.'
    return { pointer, code: 'nul_byte', message }
  }
  if (!text.isWellFormed()) {
    const message = 'Text must be Unicode: a surrogate (U+D800 to U+DFFF) stands alone.'
    return { pointer, code: 'not_unicode', message }
  }
  return undefined
}
