import type { FastifyRequest } from 'fastify'
import { ApiError } from '../core/errors.ts'

export interface GraphqlParams {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown>
}

/** The parameters of a GraphQL request by POST body or GET query; throws where they are malformed. */
export function paramsOf(request: FastifyRequest): GraphqlParams {
  const source = request.method === 'GET' ? fromQuery(request) : request.body
  if (typeof source !== 'object' || source === null || Array.isArray(source)) {
    throw refusal('#', 'Send one JSON object with `query`; batches are not supported.')
  }
  const { query, operationName, variables, extensions } = source as Record<string, unknown>
  if (typeof query !== 'string' || query === '') {
    throw refusal('#/query', '`query` must be a GraphQL document in a string.')
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw refusal('#/operationName', '`operationName` must be a string.')
  }
  if (!isAbsent(variables) && !isObject(variables)) {
    throw refusal('#/variables', '`variables` must be an object.')
  }
  if (!isAbsent(extensions) && !isObject(extensions)) {
    throw refusal('#/extensions', '`extensions` must be an object.')
  }
  return {
    query,
    operationName: operationName ? (operationName as string) : undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(pointer: string, message: string): ApiError {
  return new ApiError('invalid_request', message, {
    errors: [{ pointer, code: 'wrong_type', message }],
  })
}

function fromQuery(request: FastifyRequest): Record<string, unknown> {
  const { query, operationName, variables, extensions } = request.query as Record<string, unknown>
  return {
    query,
    operationName,
    variables: parsed('variables', variables),
    extensions: parsed('extensions', extensions),
  }
}

function parsed(name: string, text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw refusal(`#/${name}`, `\`${name}\` must be JSON.`)
  }
}
