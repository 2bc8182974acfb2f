import { nextAttemptAt } from './schedule.ts'

/** What came of one attempt. */
export interface Reply {
  /** Null where no answer arrived. */
  readonly status: number | null
  readonly error: string | null
  readonly retryAfterSeconds: number
  readonly responseBody: string | null
  readonly durationMs: number
}

export interface Verdict {
  readonly state: 'pending' | 'delivered' | 'failed'
  /** When to try again, where it is pending. */
  readonly runAt: Date | null
  /** Nothing goes to the endpoint before then. */
  readonly holdUntil: Date | null
  readonly pause: 'gone' | 'failing' | null
}

export interface Standing {
  readonly tries: number
  /** First failure of the endpoint since its last success. */
  readonly failingSince: Date | null
}

/** A schedule takes 75 hours: what fails for so long has not had one success in it. */
const lastingMs = 72 * 3_600_000

/** Statuses by which a receiver says that it has too much to do. */
const overload = new Set([429, 502, 503, 504])

/** Only 2xx counts; 410 ends it; what used up its attempts while nothing else succeeded pauses the endpoint. */
export function judge(reply: Reply, standing: Standing, at: Date): Verdict {
  const { status, retryAfterSeconds } = reply
  if (status !== null && status >= 200 && status < 300) {
    return { state: 'delivered', runAt: null, holdUntil: null, pause: null }
  }
  if (status === 410) return { state: 'failed', runAt: null, holdUntil: null, pause: 'gone' }
  const isOverloaded = status !== null && overload.has(status)
  const holdUntil =
    isOverloaded && retryAfterSeconds > 0 ? new Date(at.getTime() + retryAfterSeconds * 1000) : null
  const runAt = nextAttemptAt(standing.tries, at, isOverloaded ? retryAfterSeconds : 0)
  if (runAt !== null) return { state: 'pending', runAt, holdUntil, pause: null }
  const { failingSince } = standing
  const isLasting = failingSince !== null && at.getTime() - failingSince.getTime() >= lastingMs
  return { state: 'failed', runAt: null, holdUntil, pause: isLasting ? 'failing' : null }
}
