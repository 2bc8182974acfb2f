import type { ErrorCode, FieldProblem, Problem } from './generated.ts'

/** Everything this SDK throws. */
export class EntrepotError extends Error {
  override name = 'EntrepotError'
}

/** The API answered that it could not or would not. */
export class ApiError extends EntrepotError {
  override name = 'ApiError'
  readonly status: number
  /** Stable name of the situation; `unexpected_response` where the answer was none of the API's. */
  readonly code: ErrorCode | 'unexpected_response'
  readonly requestId: string | undefined
  /** The faulty fields, each with a pointer into the input. */
  readonly errors: readonly FieldProblem[]
  /** The whole problem document, with members that only this code has. */
  readonly problem: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds: number | undefined
  /** Repeat it to try the same thing again. */
  readonly idempotencyKey: string | undefined
  /** Whether the same call may succeed later. */
  readonly isRetryable: boolean

  constructor(status: number, details: ProblemDetails) {
    const { problem, requestId, retryAfterSeconds, idempotencyKey, shouldRetry } = details
    const code = typeof problem.code === 'string' ? problem.code : 'unexpected_response'
    super(`${problem.detail ?? problem.title ?? `Answered ${status}`} (${code}, ${status})`)
    this.status = status
    this.code = code
    this.problem = problem
    this.errors = problem.errors ?? []
    this.requestId = problem.requestId ?? requestId
    this.retryAfterSeconds = retryAfterSeconds
    this.idempotencyKey = idempotencyKey
    this.isRetryable =
      shouldRetry ??
      ([408, 429, 500, 502, 503, 504].includes(status) || code === 'idempotency_in_flight')
  }
}

export interface ProblemDetails {
  readonly problem: Partial<Problem>
  readonly requestId?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly idempotencyKey?: string | undefined
  /** What the server says itself (`X-Should-Retry`). */
  readonly shouldRetry?: boolean | undefined
}

/** 400 and 422: the request has to change. */
export class InvalidRequestError extends ApiError {
  override name = 'InvalidRequestError'
}
/** 401: the key is missing, unknown, expired or revoked. */
export class AuthenticationError extends ApiError {
  override name = 'AuthenticationError'
}
/** 403: the key may not do this. */
export class PermissionError extends ApiError {
  override name = 'PermissionError'
}
/** 404: there is no such thing, or it is another account's. */
export class NotFoundError extends ApiError {
  override name = 'NotFoundError'
}
/** 409: the state of the thing does not allow it. */
export class ConflictError extends ApiError {
  override name = 'ConflictError'
}
/** 429: the rate limit is used up. */
export class RateLimitError extends ApiError {
  override name = 'RateLimitError'
}
/** 5xx: not your fault. */
export class ServerError extends ApiError {
  override name = 'ServerError'
}

/** GraphQL answered errors; `data` holds what it could answer all the same. */
export class GraphqlError extends ApiError {
  override name = 'GraphqlError'
  readonly graphqlErrors: readonly GraphqlProblem[]
  readonly data: unknown

  constructor(
    status: number,
    { errors = [], data }: { errors?: readonly GraphqlProblem[]; data?: unknown },
    details: Omit<ProblemDetails, 'problem'>,
  ) {
    const { message, extensions } = errors[0] ?? { message: 'GraphQL failed' }
    super(status, { ...details, problem: { detail: message, ...extensions } })
    this.graphqlErrors = errors
    this.data = data
  }
}

export interface GraphqlProblem {
  message: string
  path?: (string | number)[]
  extensions?: Record<string, unknown>
}

/** No answer came: the name, the connection or the network failed, or an answer broke off. */
export class ConnectionError extends EntrepotError {
  override name = 'ConnectionError'
}

/** An attempt, or the whole call, took longer than it may. */
export class TimeoutError extends ConnectionError {
  override name = 'TimeoutError'
}

/** Your signal cancelled the call. */
export class AbortError extends EntrepotError {
  override name = 'AbortError'
}

/** A webhook is not what its signature says, or too old. */
export class WebhookVerificationError extends EntrepotError {
  override name = 'WebhookVerificationError'
}

/** The error class of a status. */
export function apiErrorOf(status: number, details: ProblemDetails): ApiError {
  const Class =
    status >= 500 ? ServerError : (byStatus as Record<number, typeof ApiError | undefined>)[status]
  return new (Class ?? ApiError)(status, details)
}

const byStatus = {
  400: InvalidRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: InvalidRequestError,
  429: RateLimitError,
}
