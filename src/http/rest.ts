import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/context.ts'
import { ApiError } from '../core/errors.ts'
import { type AnyOperation, type FileOutput, httpShape } from '../core/operation.ts'
import { jsonOf } from '../core/rendering.ts'
import type { Outcome, Run } from '../core/run.ts'
import { coerceAll } from './coerce.ts'
import { sendFile, wantsFile } from './file-reply.ts'
import { languagesOf } from './languages.ts'
import type { Spend } from './rate-limit.ts'

export interface RestDoor {
  readonly run: Run
  readonly spend: Spend
  callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body may be left out even where its type is stated. */
    mayBeEmpty?: boolean
  }
}

/** One route per operation: path, query and body become one input; the outcome becomes the reply. */
export function registerRest(
  app: FastifyInstance,
  operations: readonly AnyOperation[],
  door: RestDoor,
): void {
  const uploads = operations.filter((operation) => operation.upload !== undefined)
  for (const operation of operations) {
    if (operation.upload === undefined) registerRoute(app, operation, door)
  }
  if (uploads.length === 0) return
  // Uploads are streams of any size: their own parser scope, without the JSON body limit.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    const types = [...new Set(uploads.flatMap((operation) => operation.upload ?? []))]
    scope.addContentTypeParser(
      types,
      { bodyLimit: Number.MAX_SAFE_INTEGER },
      (_request, payload, done) => done(null, payload),
    )
    for (const operation of uploads) registerRoute(scope, operation, door)
  })
}

/** Where a caller's points come from: its key, or its address before it has one. */
export function bucketOf(request: FastifyRequest, caller: Caller | null): string {
  return caller === null ? `ip:${request.ip}` : `key:${caller.keyId}`
}

function registerRoute(app: FastifyInstance, operation: AnyOperation, door: RestDoor): void {
  const { method, path, pathParams } = httpShape(operation)
  const readInput = inputReader(operation, method, pathParams)
  const cost = operation.cost ?? 1
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: false,
    config: { mayBeEmpty: mayBeEmpty(operation, pathParams) },
    handler: async (request, reply) => {
      const caller = await door.callerOf(request, reply)
      await door.spend(request, reply, bucketOf(request, caller), cost)
      const isUpload = operation.upload !== undefined
      const outcome = await door.run(operation, caller, readInput(request), {
        requestId: request.id,
        idempotencyKey: headerOf(request, 'idempotency-key'),
        languages: languagesOf(request.headers['accept-language']),
        ...(isUpload
          ? {
              body: request.body as NodeJS.ReadableStream,
              contentType: request.headers['content-type'] ?? '',
            }
          : {}),
      })
      if (operation.file && wantsFile(request.headers.accept, operation.file)) {
        return sendFile(request, reply, outcome.output as FileOutput)
      }
      return answer(reply, outcome)
    },
  })
}

/** Whether a request without a body says all that must be said; its content type means nothing then. */
function mayBeEmpty({ http, input }: AnyOperation, pathParams: readonly string[]): boolean {
  const required: readonly string[] = input.required ?? []
  return http.startsWith('DELETE ') || required.every((name) => pathParams.includes(name))
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function answer(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.replayed) reply.header('idempotent-replayed', 'true')
  return reply
    .code(outcome.status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(outcome.json ?? jsonOf(outcome.output))
}

type ReadInput = (request: FastifyRequest) => Record<string, unknown>

function inputReader(
  operation: AnyOperation,
  method: string,
  pathParams: readonly string[],
): ReadInput {
  const fromQuery = method === 'GET' || method === 'DELETE' || operation.upload !== undefined
  return (request) => {
    const input = fromQuery
      ? coerceAll(
          operation.input,
          request.query as Record<string, unknown>,
          request.url.slice(request.url.indexOf('?') + 1),
        )
      : bodyOf(request)
    if (pathParams.length > 0) {
      refuseOverlap(input, pathParams)
      Object.assign(input, coerceAll(operation.input, request.params as Record<string, unknown>))
    }
    return input
  }
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  const { body } = request
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new ApiError('invalid_request', 'The body must be a JSON object.', {
      errors: [{ pointer: '#', code: 'wrong_type', message: 'The body must be a JSON object.' }],
    })
  }
  return { ...body }
}

function refuseOverlap(input: Record<string, unknown>, pathParams: readonly string[]): void {
  for (const name of pathParams) {
    if (!(name in input)) continue
    const message = `${name} is given by the path: leave it out elsewhere.`
    throw new ApiError('invalid_request', message, {
      errors: [{ pointer: `#/${name}`, code: 'unknown_field', message }],
    })
  }
}
