import type { FastifyReply } from 'fastify'
import { type ExecutionResult, GraphQLError } from 'graphql'
import { ApiError, problemOf } from '../core/errors.ts'
import { refusalOf } from '../http/problem.ts'
import { DocumentRefused } from './documents.ts'
import type { MediaType } from './media-type.ts'

interface FormattedError {
  message: string
  path?: readonly (string | number)[]
  locations?: unknown
  extensions: Record<string, unknown>
}

/** One GraphQL error with the same code and members as the problem of the REST door. */
function format(error: GraphQLError, requestId: string): FormattedError {
  const json = error.toJSON()
  const cause = error.originalError
  if (cause === undefined || cause === null || cause instanceof GraphQLError) {
    const code = json.extensions?.code ?? 'graphql_invalid'
    return { ...json, extensions: { ...json.extensions, code, requestId } }
  }
  const refusal = refusalOf(cause)
  const { title, detail, type, ...members } = problemOf(refusal, requestId)
  return { ...json, message: detail, extensions: { ...members, type, title } }
}

/** Errors that only the log should see in full. */
export function unexpectedOf(result: ExecutionResult): unknown[] {
  return (result.errors ?? [])
    .map((error) => error.originalError)
    .filter((cause) => cause && refusalOf(cause).status >= 500)
}

export function sendResult(
  reply: FastifyReply,
  type: MediaType,
  result: ExecutionResult,
  cost: number,
  requestId: string,
): FastifyReply {
  const { data, errors } = result
  const isRequestError = data === undefined
  const body = {
    ...(errors ? { errors: errors.map((error) => format(error, requestId)) } : {}),
    ...(isRequestError ? {} : { data }),
    extensions: { ...result.extensions, cost: { requestedQueryCost: cost } },
  }
  const status = isRequestError && type === 'application/graphql-response+json' ? 400 : 200
  return send(reply, type, status, body)
}

/** Answers a request that was not executed: no `data` member, and a true status where the type allows one. */
export function sendRefusal(
  reply: FastifyReply,
  type: MediaType,
  error: unknown,
  requestId: string,
): FastifyReply {
  if (error instanceof DocumentRefused) {
    const errors = error.errors.map((one) => format(one, requestId))
    const status = type === 'application/json' ? 200 : 400
    return send(reply, type, status, { errors })
  }
  const refusal = refusalOf(error)
  const { title, detail, type: problemType, ...members } = problemOf(refusal, requestId)
  if (refusal.retryAfterSeconds !== undefined)
    reply.header('retry-after', refusal.retryAfterSeconds)
  if (refusal.code === 'method_not_allowed') reply.header('allow', 'POST')
  const isDocumentMatter = refusal.code === 'graphql_too_complex'
  const status = isDocumentMatter && type === 'application/json' ? 200 : refusal.status
  return send(reply, type, status, {
    errors: [{ message: detail, extensions: { ...members, type: problemType, title } }],
  })
}

/** A request error of the HTTP layer: 400 whatever the media type. */
export function badRequest(detail: string): ApiError {
  return new ApiError('invalid_request', detail)
}

function send(reply: FastifyReply, type: MediaType, status: number, body: unknown): FastifyReply {
  return reply
    .code(status)
    .header('content-type', `${type}; charset=utf-8`)
    .send(JSON.stringify(body))
}
