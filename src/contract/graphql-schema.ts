import {
  type GraphQLFieldConfig,
  GraphQLID,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql'
import { ApiError } from '../core/errors.ts'
import { type IdKind, idPrefixes } from '../core/ids.ts'
import { type AnyLink, type AnyOperation, isWrite } from '../core/operation.ts'
import { defaultPageSize } from '../core/page.ts'
import { type Args, argumentsOf, inArguments, inputOf } from './graphql-arguments.ts'
import { type LinkLoader, Node, TypeMap } from './graphql-types.ts'
import { capitalise, type Shape } from './shape.ts'

/** What the resolvers need; the GraphQL door makes one per request. */
export interface GraphqlContext extends LinkLoader {
  call(
    operation: AnyOperation,
    input: Record<string, unknown>,
    options: { idempotencyKey?: string | undefined; path: string },
  ): Promise<unknown>
}

type Field = GraphQLFieldConfig<unknown, GraphqlContext>

/** The operations that `node(id)` leads to, by kind of id. */
function nodeGetters(operations: readonly AnyOperation[]): Map<string, AnyOperation> {
  const getters = new Map<string, AnyOperation>()
  for (const operation of operations) {
    const properties = (operation.input as Shape).properties ?? {}
    const kind = properties.id?.['x-id']
    if (
      kind &&
      Object.keys(properties).length >= 1 &&
      operation.name === `get${capitalise(kind)}`
    ) {
      getters.set(kind, operation)
    }
  }
  return getters
}

/** The executable schema of the operations and links: the same names and rules as over REST. */
export function buildGraphqlSchema(
  operations: readonly AnyOperation[],
  links: readonly AnyLink[],
): GraphQLSchema {
  const offered = operations.filter((operation) => operation.restOnly === undefined)
  const getters = nodeGetters(offered)
  const types = new TypeMap(links, new Set(getters.keys()))
  const fieldsOf = (wanted: boolean) =>
    Object.fromEntries(
      offered
        .filter((operation) => isWrite(operation) === wanted)
        .map((operation) => [operation.name, fieldOf(operation, types)]),
    )
  const reads = fieldsOf(false)
  const query = new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'Query',
    fields: { ...(getters.size > 0 ? nodeFields(getters) : {}), ...reads },
  })
  const writes = fieldsOf(true)
  return new GraphQLSchema({
    query,
    mutation: new GraphQLObjectType<unknown, GraphqlContext>({ name: 'Mutation', fields: writes }),
  })
}

function describe(operation: AnyOperation): string {
  const scope = operation.scope === null ? 'Needs no key.' : `Scope: \`${operation.scope}\`.`
  const errors = operation.errors?.length ? ` Errors: \`${operation.errors.join('`, `')}\`.` : ''
  return `${operation.summary}. ${operation.description ?? ''}\n\n${scope}${errors}`.trim()
}

function fieldOf(operation: AnyOperation, types: TypeMap): Field {
  const output = operation.output as Shape
  const base = operation.cost ?? 1
  const isPage = output['x-page-of'] !== undefined
  return {
    // Nullable, so that the refusal of one field takes nothing from those beside it.
    type: types.output(output, capitalise(operation.name), true),
    description: describe(operation),
    args: argumentsOf(operation, types),
    extensions: {
      complexity: ({ args, childComplexity }: { args: Args; childComplexity: number }) =>
        base + (isPage ? sizeOf(args) * childComplexity : childComplexity),
    },
    resolve: async (_source, args: Args, context, info) => {
      const { idempotencyKey, input } = inputOf(operation, args)
      const path = String(info.path.key)
      const result = await context
        .call(operation, input, { idempotencyKey, path })
        .catch((error) => {
          throw isWrite(operation) ? error : inArguments(error)
        })
      if (isPage && typeof args.after === 'string')
        (result as { after?: string }).after = args.after
      return result
    },
  }
}

function sizeOf(args: Args): number {
  const size = args.first ?? defaultPageSize
  return Math.max(1, Math.min(size, 1000))
}

/** A thing that may not be seen is null among others; a fault of ours must not look like one. */
function nullIfRefused(error: unknown): null {
  if (error instanceof ApiError && error.status < 500) return null
  throw error
}

function nodeFields(getters: Map<string, AnyOperation>): Record<string, Field> {
  const byPrefix = new Map(
    [...getters].map(([kind, operation]) => [idPrefixes[kind as IdKind], operation]),
  )
  const resolveNode = async (id: string, context: GraphqlContext, path: string) => {
    const operation = byPrefix.get(id.slice(0, id.indexOf('_')) as never)
    if (operation === undefined) return null
    const node = (await context.call(operation, { id }, { path })) as object
    return { __typename: (operation.output as Shape).$id, ...node }
  }
  const complexity = ({ args, childComplexity }: { args: Args; childComplexity: number }) =>
    (Array.isArray(args.ids) ? Math.min(args.ids.length, 100) : 1) * (1 + childComplexity)
  return {
    node: {
      type: Node,
      description: 'The thing with this global id, whatever its kind.',
      args: { id: { type: new GraphQLNonNull(GraphQLID) } },
      extensions: { complexity },
      resolve: (_source, args, context, info) =>
        resolveNode(args.id as string, context, String(info.path.key)),
    },
    nodes: {
      type: new GraphQLNonNull(new GraphQLList(Node)),
      description: 'The things with these global ids, in their order; at most 100.',
      args: { ids: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLID))) } },
      extensions: { complexity },
      resolve: (_source, args, context, info) =>
        Promise.all(
          (args.ids as string[])
            .slice(0, 100)
            .map((id) => resolveNode(id, context, String(info.path.key)).catch(nullIfRefused)),
        ),
    },
  }
}
