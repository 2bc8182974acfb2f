import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DatabaseUnavailable, refusalOfOutage } from '../core/database.ts'
import { ApiError, type Code, type Problem, problemOf } from '../core/errors.ts'

/** Fastify's own refusals in our words. */
const fastifyCodes: Record<string, [Code, string]> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'The body is empty: send a JSON object.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than this route takes.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid_request',
    'Content-Length differs from the size of the body.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send `Content-Type: application/json`.',
  ],
  FST_ERR_CTP_INVALID_TYPE: ['unsupported_media_type', 'The content type is malformed.'],
  FST_ERR_BAD_URL: ['invalid_request', 'The URL is malformed: check its percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid_request', 'A part of the path is too long.'],
}

/** Any error as the refusal a client may see; what is not meant for clients becomes `internal_error`. */
export function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof DatabaseUnavailable) return refusalOfOutage(error)
  const { code, statusCode } = error as Partial<FastifyError>
  const known = code === undefined ? undefined : fastifyCodes[code]
  if (known) return new ApiError(known[0], known[1])
  if (error instanceof SyntaxError && statusCode === 400) {
    return new ApiError('malformed_json', `The body is not valid JSON: ${error.message}.`)
  }
  if (statusCode === 413) return new ApiError('payload_too_large', 'The body is too large.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ApiError('invalid_request', (error as Error).message)
  }
  return new ApiError('internal_error', 'Something went wrong on our side; it has been logged.', {
    cause: error,
  })
}

/** Answers a problem document with the headers its code implies. */
export function sendProblem(reply: FastifyReply, error: ApiError, requestId: string): FastifyReply {
  if (error.code === 'unauthenticated') {
    // Who sent nothing has no faulty token (RFC 6750).
    const fault = reply.request.headers.authorization ? ', error="invalid_token"' : ''
    reply.header('www-authenticate', `Bearer realm="entrepot"${fault}`)
  }
  if (error.code === 'insufficient_scope') {
    const scope = String(error.extra.requiredScope ?? '')
    reply.header(
      'www-authenticate',
      `Bearer realm="entrepot", error="insufficient_scope", scope="${scope}"`,
    )
  }
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
  const problem: Problem = problemOf(error, requestId)
  return reply
    .code(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

function logRefusal(request: FastifyRequest, refusal: ApiError, error: unknown): void {
  if (refusal.status >= 500) request.log.error({ err: refusal.cause ?? error }, refusal.message)
  else request.log.debug({ code: refusal.code }, refusal.message)
}

/** Everything that goes wrong answers a problem document, whoever found it. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    logRefusal(request, refusal, error)
    return sendProblem(reply, refusal, request.id)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const allowed = allowedMethods(app, path)
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '))
      const detail = `${request.method} is not allowed here: use ${allowed.join(' or ')}.`
      return sendProblem(reply, new ApiError('method_not_allowed', detail), request.id)
    }
    const detail = `There is no ${request.method} ${path.slice(0, 200)}: see /openapi.yaml for what there is.`
    return sendProblem(reply, new ApiError('route_not_found', detail), request.id)
  })
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function allowedMethods(app: FastifyInstance, path: string): string[] {
  return methods.filter(
    (method) => app.findRoute({ url: path, method }) || matches(app, path, method),
  )
}

function matches(app: FastifyInstance, url: string, method: (typeof methods)[number]): boolean {
  try {
    return app.hasRoute({ url, method })
  } catch {
    return false
  }
}
