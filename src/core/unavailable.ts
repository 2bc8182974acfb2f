import { ApiError } from './errors.ts'

/** Why the database could not do a unit of work. */
export type UnavailableReason =
  | 'connection'
  | 'deadline'
  | 'poolExhausted'
  | 'statementTimeout'
  | 'lockTimeout'
  | 'conflict'
  | 'outcomeUnknown'
  | 'closed'

const sentences: Record<UnavailableReason, string> = {
  connection: 'The database cannot be reached at the moment',
  deadline: 'The unit of work did not end within its deadline',
  poolExhausted: 'Every database connection is busy',
  statementTimeout: 'A statement took longer than the statement timeout',
  lockTimeout: 'A row stayed locked longer than the lock timeout',
  conflict: 'The transaction kept conflicting with others',
  outcomeUnknown: 'The connection was lost while committing: the outcome is not known',
  closed: 'The database is closed',
}

/** The database cannot do the work now; nothing was done unless the reason is `outcomeUnknown`. */
export class DatabaseUnavailable extends Error {
  readonly reason: UnavailableReason
  readonly retryAfterSeconds: number

  constructor(reason: UnavailableReason, options: { cause?: unknown; detail?: string } = {}) {
    super(options.detail ?? sentences[reason], { cause: options.cause })
    this.name = 'DatabaseUnavailable'
    this.reason = reason
    this.retryAfterSeconds = 1
  }
}

export function isUnavailable(error: unknown, reason: UnavailableReason): boolean {
  return error instanceof DatabaseUnavailable && error.reason === reason
}

/** What a client is told of it: 503, and when to ask again. */
export function refusalOfOutage(error: DatabaseUnavailable): ApiError {
  return new ApiError('service_unavailable', 'The database is busy or away: try again shortly.', {
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error,
  })
}

/** The SQLSTATE or driver code of an error; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return typeof code === 'string' ? code : codeOf(cause)
}

/** What statements that travel with COMMIT do on purpose, to fail it where they cannot do their part. */
export const divisionByZero = '22012'

const lostCodes = new Set([
  'CONNECT_TIMEOUT',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '25006', // writing to a server that has become a standby
  '53300', // too many connections
  '57P01',
  '57P02',
  '57P03',
  '57P05',
])

/** Whether an error says that the connection, not the statement, failed. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  if (code === undefined) return false
  return lostCodes.has(code) || /^(CONNECTION_|ECONN|08)/.test(code)
}

/** Whether running the same transaction again may succeed: serialization failure or deadlock. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40001' || code === '40P01'
}

/** Turns what the driver threw into `DatabaseUnavailable` where retrying later is the remedy. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error
  if (isConnectionLoss(error)) return new DatabaseUnavailable('connection', { cause: error })
  if (isConflict(error)) return new DatabaseUnavailable('conflict', { cause: error })
  const code = codeOf(error)
  if (code === '57014') return new DatabaseUnavailable('statementTimeout', { cause: error })
  if (code === '55P03') return new DatabaseUnavailable('lockTimeout', { cause: error })
  return error
}
