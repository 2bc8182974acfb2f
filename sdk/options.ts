import { EntrepotError } from './errors.ts'

export interface RequestNews {
  method: string
  url: string
  /** Without the key. */
  headers: Record<string, string>
  /** From 1. */
  attempt: number
}

/** Callbacks that see every attempt; what they throw ends the call. */
export interface Hooks {
  onRequest?(request: RequestNews): void
  onResponse?(response: { status: number; requestId: string | undefined } & RequestNews): void
  onRetry?(retry: { reason: Error; delayMs: number } & RequestNews): void
}

export interface ClientOptions {
  /** `ent_live_…`, `ent_test_…` or an access token; a function is asked before every attempt. Default: `ENTREPOT_API_KEY`. */
  apiKey?: string | (() => string | Promise<string>)
  /** Default: `ENTREPOT_BASE_URL`, else `http://127.0.0.1:3000`. */
  baseUrl?: string
  /** Your own `fetch`, for proxies and tests. */
  fetch?: typeof fetch
  /** Milliseconds one attempt may take: 30,000. Uploads have no such limit unless a call sets one. */
  timeoutMs?: number
  /** Milliseconds a call may take with all its retries: 120,000. */
  deadlineMs?: number
  /** 2. Calls that write are repeated under one idempotency key, or not at all. */
  maxRetries?: number
  /** The longest wait that the server may ask for: 30,000 ms. Beyond it the call fails at once. */
  maxRetryAfterMs?: number
  headers?: Record<string, string>
  hooks?: Hooks
  /** A live key in a page can be read by every visitor. */
  dangerouslyAllowBrowser?: boolean
}

export interface Settings {
  readonly apiKey: () => string | Promise<string>
  readonly baseUrl: string
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxRetries: number
  readonly maxRetryAfterMs: number
  readonly headers: Record<string, string>
  readonly hooks: Hooks
}

/** Options with their defaults; throws where there is no key, or a live one in a browser. */
export function settingsOf(options: ClientOptions): Settings {
  const apiKey = options.apiKey ?? environment('ENTREPOT_API_KEY')
  if (!apiKey) {
    throw new EntrepotError('Give an apiKey, or set ENTREPOT_API_KEY.')
  }
  const ask = async () => {
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey
    if (!options.dangerouslyAllowBrowser) refuseInBrowser(key)
    return key
  }
  if (typeof apiKey === 'string' && !options.dangerouslyAllowBrowser) refuseInBrowser(apiKey)
  const baseUrl = options.baseUrl ?? environment('ENTREPOT_BASE_URL') ?? 'http://127.0.0.1:3000'
  return {
    apiKey: ask,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    timeoutMs: options.timeoutMs ?? 30_000,
    deadlineMs: options.deadlineMs ?? 120_000,
    maxRetries: options.maxRetries ?? 2,
    maxRetryAfterMs: options.maxRetryAfterMs ?? 30_000,
    headers: options.headers ?? {},
    hooks: options.hooks ?? {},
  }
}

function refuseInBrowser(key: string): void {
  if (!key.startsWith('ent_live_') || !('window' in globalThis && 'document' in globalThis)) return
  throw new EntrepotError(
    'A live key does not belong in a browser, where every visitor can read it: call from a server, or set dangerouslyAllowBrowser.',
  )
}

/** A variable of the environment, where the platform has one. */
function environment(name: string): string | undefined {
  const host = globalThis as unknown as Record<string, { env?: Record<string, string> } | undefined>
  return host.process?.env?.[name] || undefined
}
