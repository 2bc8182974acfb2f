import type { CallOptions, UploadBody } from './call.ts'
import { version } from './generated.ts'
import type { Settings } from './options.ts'

/** A call made ready: what every one of its attempts sends. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  /** Without the key. */
  readonly headers: Record<string, string>
  readonly body: BodyInit | undefined
  readonly idempotencyKey: string | undefined
  /** Whether doing it twice does no harm. */
  readonly isSafe: boolean
  /** Whether the body can be sent again. */
  readonly isReplayable: boolean
  readonly isUpload: boolean
}

export type Input = Record<string, unknown>

/** Turns a row of the operations' table and an input into what is sent. */
export function outgoingOf(
  { baseUrl, headers: common }: Settings,
  row: string,
  input: Input,
  options: CallOptions,
): Outgoing {
  const [method = '', route = '', ...marks] = row.split(' ')
  const rest = { ...input }
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    if (value === undefined || value === '') throw new TypeError(`${name} is missing`)
    return encodeURIComponent(String(value))
  })
  const isUpload = marks.includes('upload')
  const upload = isUpload ? takeUpload(rest) : undefined
  const inQuery = isUpload || method === 'GET' || method === 'DELETE'
  const hasBody = !inQuery && Object.keys(rest).length > 0
  const idempotencyKey = options.idempotencyKey ?? (marks.includes('key') ? newKey() : undefined)
  const type = upload?.type ?? (hasBody ? 'application/json' : undefined)
  const body = upload ? upload.body : hasBody ? JSON.stringify(rest) : undefined
  return {
    method,
    url: baseUrl + path + (inQuery ? queryOf(rest) : ''),
    headers: {
      accept: 'application/json',
      'user-agent': `entrepot-sdk/${version}`,
      ...(type ? { 'content-type': type } : {}),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      ...common,
      ...options.headers,
    },
    body,
    idempotencyKey,
    isSafe:
      idempotencyKey !== undefined ||
      marks.includes('read') ||
      ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method),
    isReplayable: !(body instanceof ReadableStream),
    isUpload,
  }
}

/** Lists repeat their parameter; what is undefined or null is left out. */
function queryOf(input: Input): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one))
    }
  }
  const text = query.toString()
  return text && `?${text}`
}

function takeUpload(input: Input): { body: BodyInit; type: string | undefined } {
  const { file, contentType } = input as { file: UploadBody; contentType?: string }
  delete input.file
  delete input.contentType
  const type = contentType ?? (file instanceof Blob && file.type ? file.type : undefined)
  const isIterable = typeof file === 'object' && Symbol.asyncIterator in file
  const isStream = file instanceof ReadableStream
  return { body: isIterable && !isStream ? streamOf(file) : (file as BodyInit), type }
}

/** Node's streams and generators as the stream that fetch takes. */
function streamOf(source: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await chunks.return?.()
    },
  })
}

/** A random key (UUID version 4); browsers offer `randomUUID` over https only. */
function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16))
  return hex.map((digits) => digits.padStart(2, '0')).join('')
}
