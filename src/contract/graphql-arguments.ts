import { type GraphQLFieldConfigArgumentMap, GraphQLInt, GraphQLString } from 'graphql'
import { ApiError } from '../core/errors.ts'
import { type AnyOperation, isWrite } from '../core/operation.ts'
import type { TypeMap } from './graphql-types.ts'
import { capitalise, type Shape, splitNull } from './shape.ts'

export interface Args extends Record<string, unknown> {
  first?: number | null
  after?: string | null
  input?: Record<string, unknown>
  idempotencyKey?: string | null
}

/** The arguments of an operation's field: Relay's for lists, one `input` for writes. */
export function argumentsOf(
  operation: AnyOperation,
  types: TypeMap,
): GraphQLFieldConfigArgumentMap {
  const shape = operation.input as Shape
  if (!isWrite(operation)) return readArguments(operation, shape, types)
  const args: GraphQLFieldConfigArgumentMap = {}
  if (Object.keys(shape.properties ?? {}).length > 0) {
    args.input = { type: types.input({ ...shape, $id: undefined }, capitalise(operation.name)) }
  }
  if (operation.idempotency !== undefined) {
    args.idempotencyKey = {
      type: GraphQLString,
      description: 'Makes a retry safe; the Idempotency-Key header serves where this is absent.',
    }
  }
  return args
}

function readArguments(operation: AnyOperation, shape: Shape, types: TypeMap) {
  const required = new Set(shape.required)
  const args: GraphQLFieldConfigArgumentMap = {}
  for (const [name, member] of Object.entries(shape.properties ?? {})) {
    const { shape: bare } = splitNull(member)
    if (name === 'limit') {
      args.first = { type: GraphQLInt, description: bare.description, defaultValue: bare.default }
    } else if (name === 'cursor') {
      args.after = { type: GraphQLString, description: 'Where to go on: `pageInfo.endCursor`.' }
    } else {
      const isOptional = !required.has(name) || bare.default !== undefined
      const where = capitalise(operation.name) + capitalise(name)
      args[name] = {
        type: types.input(member, where, isOptional),
        description: bare.description,
        defaultValue: bare.default,
      }
    }
  }
  return args
}

/** Arguments as the operation's input: Relay's names back to ours, absent where null means absent. */
export function inputOf(operation: AnyOperation, args: Args) {
  const shape = operation.input as Shape
  if (isWrite(operation)) {
    const input = (withoutNulls(args.input ?? {}, shape) ?? {}) as Record<string, unknown>
    return { input, idempotencyKey: args.idempotencyKey ?? undefined }
  }
  const { first, after, ...rest } = args
  const input: Record<string, unknown> = { ...rest }
  if (first !== undefined && first !== null) input.limit = first
  if (after !== undefined && after !== null) input.cursor = after
  return { input: withoutNulls(input, shape) as Record<string, unknown>, idempotencyKey: undefined }
}

/** A refusal of a read, naming the arguments that the client wrote. */
export function inArguments(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const { code, extra, cause, retryAfterSeconds } = error
  const errors = error.fieldErrors.map((fault) => ({
    ...fault,
    pointer: relayed(fault.pointer),
    message: relayed(fault.message),
  }))
  return new ApiError(code, relayed(error.message), { errors, extra, cause, retryAfterSeconds })
}

function relayed(text: string): string {
  return text
    .replace(/^#\/limit\b/, '#/first')
    .replace(/^#\/cursor\b/, '#/after')
    .replaceAll('`nextCursor`', '`pageInfo.endCursor`')
}

function withoutNulls(value: unknown, schema: Shape | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { shape } = schema ? splitNull(schema) : { shape: undefined }
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, shape?.items))
  const out: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const inner = shape?.properties?.[name]
    if (member === null && !(inner && splitNull(inner).isNullable)) continue
    out[name] = withoutNulls(member, inner)
  }
  return out
}
