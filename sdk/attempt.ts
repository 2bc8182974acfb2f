import type { CallOptions, ResponseInfo } from './call.ts'
import {
  AbortError,
  apiErrorOf,
  ConnectionError,
  GraphqlError,
  type GraphqlProblem,
  TimeoutError,
} from './errors.ts'
import type { Problem } from './generated.ts'
import type { Settings } from './options.ts'
import type { Outgoing } from './outgoing.ts'

/** Sends a call once; throws `ApiError`, `ConnectionError`, `TimeoutError` or `AbortError`. */
export async function attempt<T>(
  settings: Settings,
  outgoing: Outgoing,
  options: CallOptions,
  tries: number,
  leftMs: number,
): Promise<ResponseInfo & { data: T }> {
  const { method, url, headers, body, isUpload } = outgoing
  const news = { method, url, headers, attempt: tries }
  settings.hooks.onRequest?.(news)
  const wantedMs = options.timeoutMs ?? (isUpload ? Infinity : settings.timeoutMs)
  const limit = limited(Math.min(wantedMs, leftMs), options.signal)
  try {
    const authorization = `Bearer ${await settings.apiKey()}`
    const response = await settings.fetch(url, {
      method,
      headers: { ...headers, authorization },
      ...(body === undefined ? {} : { body }),
      // Streams go up before the answer comes down.
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      redirect: 'manual',
      signal: limit.signal,
    })
    const text = await response.text()
    const info = infoOf(response, outgoing, tries)
    settings.hooks.onResponse?.({ ...news, status: info.status, requestId: info.requestId })
    if (!response.ok) throw refusalOf(info, text)
    return { ...info, data: (text === '' ? undefined : JSON.parse(text)) as T }
  } catch (error) {
    throw limit.explain(error)
  } finally {
    limit.clear()
  }
}

/** A signal that fires with the caller's or when time is up, and tells afterwards which it was. */
function limited(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let isLate = false
  const timer =
    ms < 2 ** 31
      ? setTimeout(() => {
          isLate = true
          abort()
        }, ms)
      : undefined
  if (outer?.aborted) abort()
  else outer?.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    explain(error: unknown): unknown {
      if (outer?.aborted) return new AbortError('The call was cancelled.', { cause: outer.reason })
      if (isLate) return new TimeoutError(`No answer within ${ms} ms.`, { cause: error })
      // `fetch` throws TypeErrors for whatever went wrong on the way.
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) return error
      const cause = (error.cause as Error | undefined)?.message ?? error.message
      return new ConnectionError(`The API could not be reached: ${cause}.`, { cause: error })
    },
    clear() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}

function infoOf(
  { status, headers }: Response,
  { idempotencyKey }: Outgoing,
  attempts: number,
): ResponseInfo {
  const limit = /;r=(\d+);t=(\d+)/.exec(headers.get('ratelimit') ?? '')
  return {
    status,
    headers,
    requestId: headers.get('request-id') ?? undefined,
    rateLimit: limit ? { remaining: Number(limit[1]), resetSeconds: Number(limit[2]) } : undefined,
    idempotencyKey,
    isReplayed: headers.get('idempotent-replayed') === 'true',
    attempts,
  }
}

function refusalOf(info: ResponseInfo, text: string) {
  const { status, headers } = info
  const said = headers.get('x-should-retry')
  const details = {
    ...info,
    retryAfterSeconds: secondsOf(headers.get('retry-after')),
    shouldRetry: said === null ? undefined : said === 'true',
  }
  const problem = problemIn(text)
  const isGraphql = problem.code === undefined && Array.isArray(problem.errors)
  return isGraphql
    ? new GraphqlError(status, problem as { errors: GraphqlProblem[] }, details)
    : apiErrorOf(status, { ...details, problem: problem as Partial<Problem> })
}

/** The problem document; proxies on the way answer in words of their own. */
function problemIn(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  } catch {}
  return { detail: text.slice(0, 200) }
}

/** Retry-After as seconds, from a number or an HTTP date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}
