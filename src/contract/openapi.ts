import Type from 'typebox'
import { type Code, errorCodes, genericCodes } from '../core/errors.ts'
import { type AnyOperation, httpShape } from '../core/operation.ts'
import { impliedCodes } from '../core/run.ts'
import { Enum } from '../core/schema.ts'
import type { AnyEvent } from '../events/index.ts'
import { Components } from './openapi-schemas.ts'
import { requestExamples } from './request-examples.ts'
import { capitalise, type Shape } from './shape.ts'
import { tagDescriptions } from './tags.ts'

type Json = Record<string, unknown>

const FieldProblem = Type.Object(
  {
    pointer: Type.String({
      description: 'Where in the input (RFC 6901, as a URI fragment).',
      examples: ['#/lines/0/quantity'],
    }),
    code: Type.String({ description: 'What is wrong with the field.', examples: ['too_small'] }),
    message: Type.String({ description: 'What is wrong and how to mend it, for people.' }),
  },
  { $id: 'FieldProblem', description: 'One faulty field.' },
)

const ErrorCode = Enum(Object.keys(errorCodes).sort(), {
  $id: 'ErrorCode',
  description: 'Stable names of everything that can go wrong. New ones may be added.',
})

const ProblemSchema = Type.Object(
  {
    type: Type.String({
      format: 'uri-reference',
      description: 'Where the code is explained, on this installation.',
    }),
    title: Type.String({ description: 'The situation in general.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: ErrorCode,
    detail: Type.String({ description: 'This occurrence, and what to do.' }),
    requestId: Type.String({ description: 'Quote it when you ask for help.' }),
    errors: Type.Optional(Type.Array(FieldProblem)),
  },
  {
    $id: 'Problem',
    additionalProperties: true,
    description: 'What went wrong (RFC 9457). Some codes add members of their own.',
  },
)

/** What a newcomer reads first, in Markdown. */
const introduction = `Product search, orders, tracking and seller reliability for dropshippers, sellers and affiliates.

**Start:** \`npm run entrepot -- keys create --account "My shop"\` prints a key of the sandbox, which spends play money and whose parcels arrive within seconds. Send it as \`Authorization: Bearer ent_test_…\`.

**Rules of every operation:** amounts are integers in minor units with an ISO 4217 currency; times are UTC with milliseconds (RFC 3339); lists page by cursor; refusals are problem documents (RFC 9457) with a stable \`code\`, [listed here](/errors); writes that take an \`Idempotency-Key\` are safe to repeat.

**The same over GraphQL:** [GraphiQL](/graphiql), [schema](/schema.graphql). This document: [YAML](/openapi.yaml), [JSON](/openapi.json).`

/** The OpenAPI 3.1 document of the operations and events. */
export function buildOpenApi(
  operations: readonly AnyOperation[],
  events: readonly AnyEvent[],
  version: string,
): Json {
  const components = new Components()
  components.reference(ProblemSchema as Shape)
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const { method, path } = httpShape(operation)
    paths[path] ??= {}
    paths[path][method.toLowerCase()] = operationObject(operation, components)
  }
  const used = new Set(operations.map((operation) => operation.tag))
  const tags = Object.keys(tagDescriptions).filter((tag) => used.has(tag))
  return {
    openapi: '3.1.1',
    info: {
      title: 'Entrepôt API',
      version,
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This installation' }],
    security: [{ apiKey: [] }],
    tags: tags.map((name) => ({ name, description: tagDescriptions[name] })),
    paths,
    ...webhooksOf(events, components),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'ent_live_… or ent_test_…',
          description: 'An API key, without the word Bearer. Test keys act in the sandbox.',
        },
      },
      headers: responseHeaders,
      schemas: components.sorted(),
    },
  }
}

const responseHeaders = {
  RequestId: { description: 'Id of this request.', schema: { type: 'string' } },
  RateLimit: {
    description: 'Points left and seconds until the bucket is full (IETF draft).',
    schema: { type: 'string', examples: ['"default";r=42;t=13'] },
  },
  NextPart: {
    description: 'With a file: the next part of it (`rel="next"`), where there is one.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
}

function operationObject(operation: AnyOperation, components: Components): Json {
  const { path } = httpShape(operation)
  const parameters = parametersOf(operation, components)
  const scope = operation.scope === null ? 'Needs no key.' : `Scope: \`${operation.scope}\`.`
  const cost = `Cost: ${operation.cost ?? 1} points.`
  return {
    operationId: operation.name,
    summary: operation.summary,
    description: [operation.description, `${scope} ${cost}`].filter(Boolean).join('\n\n'),
    tags: [operation.tag],
    ...(operation.scope === null ? { security: [] } : {}),
    ...(operation.scope === null ? {} : { 'x-scope': operation.scope }),
    ...((operation.output as Shape)['x-page-of'] === undefined ? {} : { 'x-paginated': true }),
    ...(operation.idempotency ? { 'x-idempotency': operation.idempotency } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(operation, components),
    responses: responsesOf(operation, components, path),
  }
}

function parametersOf(operation: AnyOperation, components: Components): Json[] {
  const { method, pathParams } = httpShape(operation)
  const shape = operation.input as Shape
  const required = new Set(shape.required)
  const inQuery = method === 'GET' || method === 'DELETE' || operation.upload !== undefined
  const parameters: Json[] = []
  for (const [name, member] of Object.entries(shape.properties ?? {})) {
    const isPath = pathParams.includes(name)
    if (!isPath && !inQuery) continue
    const isList = member.type === 'array'
    parameters.push({
      name,
      in: isPath ? 'path' : 'query',
      required: isPath || (required.has(name) && member.default === undefined),
      ...(member.description === undefined ? {} : { description: member.description }),
      schema: components.reference({ ...member, description: undefined } as Shape),
      ...(isList ? { style: 'form', explode: false } : {}),
    })
  }
  if (operation.idempotency !== undefined) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: operation.idempotency === 'required',
      description:
        'Any text of 1 to 255 visible ASCII characters, new for each thing you want done and the same for its retries. Replies are kept 48 hours.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    })
  }
  return parameters
}

function requestBodyOf(operation: AnyOperation, components: Components): Json {
  const { method, pathParams } = httpShape(operation)
  if (operation.upload !== undefined) {
    const media = operation.upload.map((type) => [
      type,
      { schema: { type: 'string', format: 'binary' } },
    ])
    return { requestBody: { required: true, content: Object.fromEntries(media) } }
  }
  if (method === 'GET' || method === 'DELETE') return {}
  const shape = operation.input as Shape
  const properties = Object.fromEntries(
    Object.entries(shape.properties ?? {}).filter(([name]) => !pathParams.includes(name)),
  )
  if (Object.keys(properties).length === 0) return {}
  const required = (shape.required ?? []).filter(
    (name) => !pathParams.includes(name) && properties[name]?.default === undefined,
  )
  // Without its path fields a named shape is another one, which the name must not stand for.
  const name = pathParams.length === 0 ? shape.$id : undefined
  const body = {
    ...shape,
    $id: name ?? `${capitalise(operation.name)}Body`,
    properties,
    required: required.length > 0 ? required : undefined,
  }
  return {
    requestBody: {
      required: required.length > 0,
      content: {
        'application/json': {
          schema: components.reference(body as Shape),
          example: requestExamples[operation.name],
        },
      },
    },
  }
}

function responsesOf(operation: AnyOperation, components: Components, path: string): Json {
  const replayed = operation.idempotency
    ? {
        'Idempotent-Replayed': {
          description: '`true` when this is the stored reply of an earlier request.',
          schema: { type: 'string', enum: ['true'] },
        },
      }
    : {}
  const responses: Json = {
    [operation.status ?? 200]: {
      description: operation.summary,
      headers: {
        'Request-Id': { $ref: '#/components/headers/RequestId' },
        RateLimit: { $ref: '#/components/headers/RateLimit' },
        ...replayed,
        ...(operation.file ? { Link: { $ref: '#/components/headers/NextPart' } } : {}),
      },
      content: {
        'application/json': { schema: components.reference(operation.output as Shape) },
        ...(operation.file ? { [operation.file]: { schema: { type: 'string' } } } : {}),
      },
    },
  }
  for (const [status, codes] of codesByStatus(operation, path)) {
    responses[status] = problemResponse(codes, status === '429' || status === '503')
  }
  return responses
}

function codesByStatus(operation: AnyOperation, path: string): Map<string, Code[]> {
  const hasBody = !operation.http.startsWith('GET') && !operation.http.startsWith('DELETE')
  const applicable = genericCodes.filter((code) => {
    if (code === 'route_not_found' || code === 'method_not_allowed') return false
    if (code === 'not_acceptable') return false
    if (['malformed_json', 'payload_too_large', 'unsupported_media_type'].includes(code)) {
      return hasBody
    }
    if (code === 'insufficient_scope') return operation.scope !== null
    return path !== ''
  })
  const all = new Set([...applicable, ...impliedCodes(operation), ...(operation.errors ?? [])])
  const byStatus = new Map<string, Code[]>()
  for (const code of all) {
    const status = String(errorCodes[code].status)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return new Map([...byStatus].sort(([a], [b]) => Number(a) - Number(b)))
}

function problemResponse(codes: readonly Code[], hasRetryAfter: boolean): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}.`).join('\n\n'),
    ...(hasRetryAfter
      ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
      : {}),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

function webhooksOf(events: readonly AnyEvent[], components: Components): Json {
  if (events.length === 0) return {}
  const webhooks = events.map((event) => [
    event.type,
    {
      post: {
        operationId: `on${event.type.replace(/(^|\.)(\w)/g, (_all, _dot, letter) => letter.toUpperCase())}`,
        summary: event.summary,
        tags: ['events'],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: eventBody(event, components) } },
        },
        responses: { 204: { description: 'Received. Any 2xx counts; anything else is retried.' } },
      },
    },
  ])
  return { webhooks: Object.fromEntries(webhooks) }
}

function eventBody(event: AnyEvent, components: Components): Json {
  return {
    type: 'object',
    required: ['id', 'type', 'timestamp', 'sequence', 'data'],
    properties: {
      id: { type: 'string', description: 'Id of the event (`evt_…`); the same on every retry.' },
      type: { type: 'string', enum: [event.type] },
      timestamp: { type: 'string', format: 'date-time' },
      sequence: { type: 'integer', description: 'Grows with every event of your log.' },
      data: components.reference(event.payload as Shape),
    },
  }
}
