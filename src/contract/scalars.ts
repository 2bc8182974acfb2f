import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'

function safeInt(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw new GraphQLError('SafeInt must be an integer between -(2^53 - 1) and 2^53 - 1.')
}

/** GraphQL's Int has 32 bits; amounts of money need more. */
export const SafeInt = new GraphQLScalarType({
  name: 'SafeInt',
  description: 'A whole number that JavaScript represents exactly: -(2^53 - 1) to 2^53 - 1.',
  serialize: safeInt,
  parseValue: safeInt,
  parseLiteral(node) {
    if (node.kind !== Kind.INT) throw new GraphQLError('SafeInt must be a whole number.')
    return safeInt(Number(node.value))
  },
})

function text(name: string) {
  return (value: unknown): string => {
    if (typeof value === 'string') return value
    throw new GraphQLError(`${name} must be a string.`)
  }
}

/** A moment in UTC; its format is checked with the rest of an operation's input. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A moment in UTC, as RFC 3339 writes it: `2026-11-23T05:00:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: text('DateTime'),
  parseValue: text('DateTime'),
})

/** A value whose members are not known beforehand. */
export const Json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
})
