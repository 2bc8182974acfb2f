import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import {
  type ComplexityEstimator,
  fieldExtensionsEstimator,
  getComplexity,
  simpleEstimator,
} from 'graphql-query-complexity'
import { LRUCache } from 'lru-cache'
import { ApiError } from '../core/errors.ts'
import { assertShape, documentLimits } from './shape-rules.ts'

/** A document that is fit to run. */
export interface Document {
  readonly ast: DocumentNode
}

/** A request that cannot be run: what the client is told, GraphQL errors under one status. */
export class DocumentRefused extends Error {
  readonly errors: readonly GraphQLError[]
  constructor(errors: readonly GraphQLError[]) {
    super('The GraphQL document is refused')
    this.errors = errors
  }
}

/** Parses, sizes and validates a document once; what was found fit is remembered by its text. */
export function documentReader(schema: GraphQLSchema): (source: string) => Document {
  const known = new LRUCache<string, Document>({ max: 500 })
  return (source) => {
    const before = known.get(source)
    if (before) return before
    if (source.length > documentLimits.characters) {
      throw new ApiError(
        'graphql_too_complex',
        `The document has ${source.length} characters, at most ${documentLimits.characters} are allowed: split it.`,
      )
    }
    const ast = parseDocument(source)
    assertShape(ast)
    const errors = validate(schema, ast, undefined, { maxErrors: 10 })
    if (errors.length > 0) throw new DocumentRefused(errors.map(withoutSuggestions))
    const document = { ast }
    known.set(source, document)
    return document
  }
}

function parseDocument(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: documentLimits.tokens })
  } catch (error) {
    throw new DocumentRefused([error as GraphQLError])
  }
}

/** «Did you mean …» would tell strangers what the schema holds. The schema is public, the habit is not. */
function withoutSuggestions(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message.replace(/ Did you mean .*$/, ''), {
    nodes: error.nodes,
    extensions: { code: 'graphql_invalid' },
  })
}

/** The operation of a document that a request names. */
export function operationOf(ast: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(ast, name)
  if (operation) return operation
  const message =
    name === undefined
      ? 'The document holds several operations: say which by `operationName`.'
      : `The document holds no operation ${name.slice(0, 100)}.`
  throw new DocumentRefused([
    new GraphQLError(message, { extensions: { code: 'graphql_invalid' } }),
  ])
}

const estimators: ComplexityEstimator[] = [
  fieldExtensionsEstimator(),
  simpleEstimator({ defaultComplexity: 0 }),
]

/** The cost of an operation with its variables, in rate-limit points; at least 1. */
export function costOf(
  schema: GraphQLSchema,
  ast: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): number {
  try {
    const cost = getComplexity({
      schema,
      query: ast,
      variables,
      estimators,
      ...(operationName === undefined ? {} : { operationName }),
    })
    return Math.max(1, Math.ceil(cost))
  } catch (error) {
    // Variables that do not fit their types show here first.
    if (error instanceof GraphQLError) throw new DocumentRefused([error])
    throw error
  }
}

/** Refuses what costs more than one request may. */
export function assertCost(cost: number): void {
  if (cost <= documentLimits.complexity) return
  throw new ApiError(
    'graphql_too_complex',
    `The request costs ${cost} points, at most ${documentLimits.complexity} are allowed: ask for smaller pages.`,
    { extra: { measure: 'cost', value: cost, limit: documentLimits.complexity } },
  )
}
