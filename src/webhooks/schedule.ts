/** Seconds between attempts: ten attempts over 75 hours and a half, after Standard Webhooks. */
const delaysSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

export const maxTries = delaysSeconds.length + 1

const longestHoldSeconds = 86_400

/**
 * When to try again after the `tries`-th attempt failed, with up to a tenth of jitter so that
 * messages which failed together do not come back together; null when none is left.
 */
export function nextAttemptAt(
  tries: number,
  at: Date,
  retryAfterSeconds = 0,
  random: () => number = Math.random,
): Date | null {
  const delay = delaysSeconds[tries - 1]
  if (delay === undefined) return null
  const seconds = Math.max(delay * (1 + random() / 10), retryAfterSeconds)
  return new Date(at.getTime() + seconds * 1000)
}

/** Seconds of a Retry-After header (a number or an HTTP date), a day at the most; 0 without one. */
export function retryAfterOf(header: string | undefined, at: Date): number {
  if (header === undefined) return 0
  const seconds = /^\d{1,9}$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - at.getTime()) / 1000
  return seconds > 0 ? Math.min(seconds, longestHoldSeconds) : 0
}
