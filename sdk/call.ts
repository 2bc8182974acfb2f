/** What one call may override. */
export interface CallOptions {
  /** Cancels the call, its retries and its waits. */
  signal?: AbortSignal
  /** Milliseconds one attempt may take. */
  timeoutMs?: number
  /** Milliseconds the whole call may take, with every retry and wait. */
  deadlineMs?: number
  maxRetries?: number
  /** Your own idempotency key; one is made for every call that takes one. */
  idempotencyKey?: string
  headers?: Record<string, string>
}

/** A file to be uploaded. */
export type UploadBody =
  | Blob
  | string
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>

/** What an answer tells beside its data. */
export interface ResponseInfo {
  status: number
  headers: Headers
  /** Quote it when you ask for help. */
  requestId: string | undefined
  /** Points left of the rate limit and seconds until it is full again. */
  rateLimit: { remaining: number; resetSeconds: number } | undefined
  /** The key that every attempt carried. */
  idempotencyKey: string | undefined
  /** True where this is the stored answer of an earlier request with the same key. */
  isReplayed: boolean
  /** How often it was tried. */
  attempts: number
}

/** The promise of an answer; `withResponse` tells more than the data. */
export interface Call<T> extends Promise<T> {
  withResponse(): Promise<ResponseInfo & { data: T }>
}

/**
 * The promise of a list's first page, and the way to all of it: `for await (const item of call)`,
 * `for await (const page of call.pages())` or `await call.toArray(500)`. Pages are fetched as they
 * are needed, so leaving the loop stops fetching.
 */
export interface PagedCall<Page, Item> extends Call<Page>, AsyncIterable<Item> {
  pages(): AsyncIterable<Page>
  /** The first `max` items. */
  toArray(max: number): Promise<Item[]>
}
