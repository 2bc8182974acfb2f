import { attempt } from './attempt.ts'
import type { CallOptions, ResponseInfo } from './call.ts'
import { AbortError, ApiError, ConnectionError } from './errors.ts'
import type { Settings } from './options.ts'
import type { Outgoing } from './outgoing.ts'

export type Reply<T> = ResponseInfo & { data: T }

const firstDelayMs = 500
const longestDelayMs = 8_000

/** One logical call: attempts under one idempotency key until one succeeds or no more are left. */
export async function perform<T>(
  settings: Settings,
  outgoing: Outgoing,
  options: CallOptions,
): Promise<Reply<T>> {
  const allowedMs = options.deadlineMs ?? (outgoing.isUpload ? Infinity : settings.deadlineMs)
  const endsAt = Date.now() + allowedMs
  const maxTries = 1 + (options.maxRetries ?? settings.maxRetries)
  for (let tries = 1; ; tries++) {
    try {
      return await attempt<T>(settings, outgoing, options, tries, endsAt - Date.now())
    } catch (error) {
      const reason = error as Error
      const delayMs = tries < maxTries ? delayBefore(reason, tries, outgoing, settings) : undefined
      if (delayMs === undefined || Date.now() + delayMs >= endsAt) throw reason
      const { method, url, headers } = outgoing
      settings.hooks.onRetry?.({ method, url, headers, attempt: tries, reason, delayMs })
      await pause(delayMs, options.signal)
    }
  }
}

/** Milliseconds to wait before trying again; undefined where that would be wrong or useless. */
function delayBefore(
  reason: Error,
  tries: number,
  outgoing: Outgoing,
  { maxRetryAfterMs }: Settings,
): number | undefined {
  if (!outgoing.isReplayable) return
  let wantedMs = 0
  if (reason instanceof ApiError) {
    // What was refused for its rate never began, so even an unkeyed write may be repeated.
    if (!reason.isRetryable || !(outgoing.isSafe || reason.status === 429)) return
    wantedMs = (reason.retryAfterSeconds ?? 0) * 1000
  } else if (!(reason instanceof ConnectionError) || !outgoing.isSafe) return
  if (wantedMs > maxRetryAfterMs) return
  const backoffMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (tries - 1))
  // Full jitter: clients that failed together do not come back together.
  return wantedMs > 0 ? wantedMs + Math.random() * 100 : Math.random() * backoffMs
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new AbortError('The call was cancelled.', { cause: signal?.reason }))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
