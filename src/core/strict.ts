import { isDeepStrictEqual } from 'node:util'
import { type Code, genericCodes } from './errors.ts'
import type { AnyOperation } from './operation.ts'
import { jsonOf } from './rendering.ts'
import { fieldErrors, validatorOf } from './validate.ts'

/** What tests and development ask of every answer, and production trusts them for. */

export function assertDeclared(
  operation: AnyOperation,
  code: Code,
  implied: readonly Code[],
): void {
  if (![...genericCodes, ...(operation.errors ?? []), ...implied].includes(code)) {
    throw new Error(`${operation.name} answered ${code}, which it does not declare`)
  }
}

export function assertOutput(operation: AnyOperation, output: unknown): void {
  const validator = validatorOf(operation.output)
  const onTheWire: unknown = JSON.parse(`${jsonOf(output)}`, momentsInOneForm)
  if (!isDeepStrictEqual(onTheWire, JSON.parse(JSON.stringify(output)))) {
    throw new Error(`${operation.name} is rendered as something else than it answered`)
  }
  if (!validator.check(onTheWire)) {
    const errors = JSON.stringify(fieldErrors(validator.errors(onTheWire)))
    throw new Error(`${operation.name} answered what its contract does not allow: ${errors}`)
  }
}

/** Every moment ends in milliseconds and Z, so that clients may compare them as text. */
function momentsInOneForm(name: string, value: unknown): unknown {
  if (typeof value === 'string' && /(^at|At)$/.test(name) && /^\d{4}-\d\d-\d\dT/.test(value)) {
    if (!/T\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))
      throw new Error(`${name} is not UTC to the ms: ${value}`)
  }
  return value
}
