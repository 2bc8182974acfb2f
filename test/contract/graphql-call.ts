import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import { buildGraphqlSchema } from '../../src/contract/graphql-schema.ts'
import { links, operations } from '../../src/contract/operations.ts'
import { type AnyOperation, isWrite } from '../../src/core/operation.ts'

export const schema = buildGraphqlSchema(operations, links)

export interface GraphqlCall {
  readonly query: string
  readonly variables: Record<string, unknown>
}

/** The document that hands an input to an operation over GraphQL, asking for little in return. */
export function graphqlCallOf(
  operation: AnyOperation,
  input: Record<string, unknown>,
  idempotencyKey?: string,
): GraphqlCall {
  const root = isWrite(operation) ? schema.getMutationType() : schema.getQueryType()
  const field = (root as GraphQLObjectType).getFields()[operation.name]!
  const given = isWrite(operation)
    ? { input, idempotencyKey }
    : Object.fromEntries(
        Object.entries(input).map(([name, value]) => [argumentNames[name] ?? name, value]),
      )
  const used = field.args.filter((one) => given[one.name as never] !== undefined)
  const variables = Object.fromEntries(
    used.map(({ name, type }) => [name, wire(type, given[name as never])]),
  )
  const list = (text: (one: GraphQLArgument) => string) =>
    used.length === 0 ? '' : `(${used.map(text).join(', ')})`
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
  return {
    query: `${isWrite(operation) ? 'mutation' : 'query'}${list(({ name, type }) => `$${name}: ${type}`)} {
      ${operation.name}${list(({ name }) => `${name}: $${name}`)}${selection}
    }`,
    variables,
  }
}

const argumentNames: Record<string, string> = { limit: 'first', cursor: 'after' }

/** A value as variables carry it: enums by their GraphQL names. */
function wire(type: GraphQLInputType, value: unknown): unknown {
  if (value === null || value === undefined) return value
  if (isNonNullType(type)) return wire(type.ofType, value)
  if (isListType(type)) return (value as unknown[]).map((item) => wire(type.ofType, item))
  if (isEnumType(type)) return type.serialize(value)
  if (!isInputObjectType(type)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      wire(type.getFields()[name]!.type, member),
    ]),
  )
}
