import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql'
import mercurius from 'mercurius'
import { buildGraphqlSchema } from '../contract/graphql-schema.ts'
import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import type { AnyLink, AnyOperation } from '../core/operation.ts'
import type { Run } from '../core/run.ts'
import { languagesOf } from '../http/languages.ts'
import type { Spend } from '../http/rate-limit.ts'
import { bucketOf } from '../http/rest.ts'
import { sendRefusal, sendResult, unexpectedOf } from './answer.ts'
import { graphqlContext } from './context.ts'
import { assertCost, costOf, DocumentRefused, documentReader, operationOf } from './documents.ts'
import { mediaTypeOf } from './media-type.ts'
import { paramsOf } from './request.ts'

/** Variables that do not fit their types are the client's matter, one error each. */
function refuseVariables(error: { code?: string; errors?: GraphQLError[] }): never {
  if (error.code === 'MER_ERR_GQL_VALIDATION' && error.errors) {
    throw new DocumentRefused(error.errors)
  }
  throw error
}

export interface GraphqlDoor {
  readonly database: Database
  readonly run: Run
  readonly spend: Spend
  now(caller: Caller): Date
  callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
}

/** Whether a person follows the address in a browser, which has nothing to ask yet. */
function isOpened({ method, headers: { accept = '' }, query }: FastifyRequest): boolean {
  return (
    method === 'GET' && accept.includes('text/html') && Object.keys(query as object).length === 0
  )
}

/**
 * The GraphQL door. Mercurius executes, but the route is ours: its own fails the GraphQL-over-HTTP
 * audit, and size and cost must be judged, with the variables, before anything runs.
 */
export async function registerGraphql(
  app: FastifyInstance,
  operations: readonly AnyOperation[],
  links: readonly AnyLink[],
  door: GraphqlDoor,
): Promise<GraphQLSchema> {
  const schema = buildGraphqlSchema(operations, links)
  await app.register(mercurius, {
    schema,
    routes: false,
    graphiql: false,
    cache: 500,
    // Compiled from the fifth run on; the cache above bounds how many are kept.
    jit: 5,
    // Errors are worded by answer.ts, which needs them as they were thrown.
    errorFormatter: (execution) => ({ statusCode: 200, response: execution as never }),
  })
  const read = documentReader(schema)

  async function execute(request: FastifyRequest, reply: FastifyReply) {
    const params = paramsOf(request)
    const { ast } = read(params.query)
    const { operation } = operationOf(ast, params.operationName)
    if (request.method === 'GET' && operation !== OperationTypeNode.QUERY) {
      throw new ApiError('method_not_allowed', 'Mutations go by POST.')
    }
    const cost = costOf(schema, ast, params.operationName, params.variables)
    assertCost(cost)
    const caller = await door.callerOf(request, reply)
    await door.spend(request, reply, bucketOf(request, caller), cost)
    const context = graphqlContext({
      ...door,
      caller,
      requestId: request.id,
      idempotencyKey: request.headers['idempotency-key'] as string | undefined,
      languages: languagesOf(request.headers['accept-language']),
    })
    const { query, variables, operationName } = params
    const result = await app
      .graphql(query, { ...context }, variables, operationName)
      .catch(refuseVariables)
    return { cost, result: result as ExecutionResult }
  }

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    bodyLimit: 65_536,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      if (isOpened(request)) return reply.redirect('/graphiql')
      const type = mediaTypeOf(request.headers.accept)
      if (type === undefined) {
        throw new ApiError(
          'not_acceptable',
          'Accept application/graphql-response+json or application/json.',
        )
      }
      try {
        const { cost, result } = await execute(request, reply)
        for (const err of unexpectedOf(result)) request.log.error({ err }, 'A resolver failed')
        return sendResult(reply, type, result, cost, request.id)
      } catch (error) {
        return sendRefusal(reply, type, error, request.id)
      }
    },
  })
  return schema
}
