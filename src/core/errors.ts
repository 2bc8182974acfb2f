/** What a code promises: the HTTP status, a short title and whether the same request may succeed later. */
export interface ErrorCode {
  readonly status: number
  readonly title: string
  readonly retryable?: true
}

/** The closed list of problem codes. A code is never renamed and names the situation, not the remedy. */
export const errorCodes = {
  // Requests as such
  invalid_request: { status: 400, title: 'The request does not fit the contract' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_cursor: { status: 400, title: 'The cursor is malformed or belongs to another list' },
  idempotency_key_required: { status: 400, title: 'This operation needs an Idempotency-Key' },
  idempotency_key_invalid: { status: 400, title: 'The Idempotency-Key is malformed' },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used with another request',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    retryable: true,
  },
  route_not_found: { status: 404, title: 'There is no such route' },
  not_found: { status: 404, title: 'There is no such thing, or it is not yours' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  not_acceptable: { status: 406, title: 'None of the accepted media types can be produced' },
  conflict: { status: 409, title: 'The state of the thing does not allow this' },
  already_exists: { status: 409, title: 'A thing with this key already exists' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported here' },
  // Identity and limits
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  insufficient_scope: { status: 403, title: 'The key lacks the scope this operation needs' },
  forbidden: { status: 403, title: 'This account may not do this' },
  rate_limited: { status: 429, title: 'The rate limit is used up', retryable: true },
  // GraphQL documents
  graphql_invalid: { status: 400, title: 'The GraphQL document is not valid' },
  graphql_too_complex: { status: 400, title: 'The GraphQL document asks for too much' },
  // Buyer protection
  dispute_too_early: { status: 409, title: 'The parcel is not late yet' },
  dispute_too_late: { status: 409, title: 'The protection has ended' },
  // Money
  insufficient_funds: { status: 402, title: 'The wallet holds too little' },
  invalid_signature: { status: 400, title: 'The signature does not fit' },
  payment_provider_failed: {
    status: 502,
    title: 'The payment provider refused or is away',
    retryable: true,
  },
  payments_disabled: { status: 501, title: 'No payment provider is configured' },
  // Shipping
  destination_not_served: { status: 422, title: 'No shipping service reaches the destination' },
  destination_restricted: { status: 422, title: 'The destination forbids these goods' },
  invalid_address: { status: 422, title: 'The address does not fit its country' },
  rate_not_available: { status: 422, title: 'There is no exchange rate between these currencies' },
  shipping_service_not_available: {
    status: 422,
    title: 'The chosen shipping service cannot take this parcel',
  },
  // Catalogue
  feed_refused: { status: 422, title: 'The file is no product feed that can be read here' },
  import_in_progress: {
    status: 409,
    title: 'Another import of the seller is running',
    retryable: true,
  },
  // Orders
  client_reference_used: { status: 409, title: 'Another order carries this client reference' },
  not_on_sale: { status: 422, title: 'Something is not on sale' },
  out_of_stock: { status: 409, title: 'There are fewer units than asked for' },
  price_changed: { status: 409, title: 'The price is above what was expected' },
  quote_expired: { status: 409, title: 'The quote has expired' },
  quote_used: { status: 409, title: 'The quote was redeemed by an order' },
  // Webhooks
  webhook_url_refused: { status: 422, title: 'Messages may not be sent to this URL' },
  // The world and us
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  service_unavailable: { status: 503, title: 'Temporarily out of service', retryable: true },
} as const satisfies Record<string, ErrorCode>

export type Code = keyof typeof errorCodes

/** Codes that any operation may answer; an operation declares only what goes beyond these. */
export const genericCodes: readonly Code[] = [
  'invalid_request',
  'malformed_json',
  'unauthenticated',
  'insufficient_scope',
  'payload_too_large',
  'unsupported_media_type',
  'not_acceptable',
  'method_not_allowed',
  'route_not_found',
  'rate_limited',
  'internal_error',
  'service_unavailable',
]

/** One faulty field: an RFC 6901 pointer as a URI fragment into the input, a code and how to mend it. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

export interface ErrorDetails {
  readonly errors?: readonly FieldError[]
  /** Machine-readable facts, merged into the problem document beside the standard members. */
  readonly extra?: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** A refusal that a client sees: RFC 9457 problem over REST, `extensions` over GraphQL. */
export class ApiError extends Error {
  readonly code: Code
  readonly status: number
  /** Named so because GraphQL servers take an `errors` member for an aggregate to unfold. */
  readonly fieldErrors: readonly FieldError[]
  readonly extra: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds: number | undefined

  constructor(code: Code, detail: string, details: ErrorDetails = {}) {
    super(detail, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ApiError'
    this.code = code
    this.status = errorCodes[code].status
    this.fieldErrors = details.errors ?? []
    this.extra = details.extra ?? {}
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** Shorthand for the commonest refusal; another account's thing is answered the same way. */
export function notFound(what: string, id: string): ApiError {
  return new ApiError('not_found', `No ${what} ${id} is visible to this key.`)
}

/** A refusal of one field with its pointer, for rules a schema cannot state. */
export function invalidField(pointer: string, code: string, message: string): ApiError {
  return new ApiError('invalid_request', message, { errors: [{ pointer, code, message }] })
}

export interface Problem {
  type: string
  title: string
  status: number
  code: Code
  detail: string
  requestId: string
  errors?: readonly FieldError[]
  [extra: string]: unknown
}

/** The problem document of an error (RFC 9457); `type` is the code's anchor in the error reference. */
export function problemOf(error: ApiError, requestId: string): Problem {
  return {
    type: `/errors#${error.code}`,
    title: errorCodes[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.fieldErrors.length > 0 ? { errors: error.fieldErrors } : {}),
    ...error.extra,
  }
}
