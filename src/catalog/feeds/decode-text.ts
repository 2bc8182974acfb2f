import { createGunzip } from 'node:zlib'
import { FeedError } from './feed-product.ts'

export type ByteSource = AsyncIterable<Uint8Array>

/** Whether the bytes begin like a gzip file (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/** The encoding a file's first bytes name: by byte order mark, by an XML declaration, or UTF-8. */
export function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return 'utf-16le'
  if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return 'utf-16be'
  const declared = Buffer.from(head.subarray(0, 200))
    .toString('latin1')
    .match(/^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/)
  return declared?.[1] ?? 'utf-8'
}

/**
 * The text of a byte stream in pieces, whatever its encoding, the byte order mark taken off. Bytes that
 * are not text come out as U+FFFD, which the row checks refuse. Throws FeedError for an unknown encoding.
 */
export async function* decodeText(source: ByteSource): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const bytes of source) {
    decoder ??= decoderFor(encodingOf(bytes))
    const text = decoder.decode(bytes, { stream: true })
    if (text) yield text
  }
  const rest = decoder?.decode()
  if (rest) yield rest
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding)
  } catch {
    throw new FeedError({
      code: 'unknown_encoding',
      reason: `The file says it is written in "${encoding}", which is not known here.`,
      fix: 'Save the file as UTF-8.',
    })
  }
}

/** The bytes of a stream, unpacked where they are gzip. Throws FeedError when the packed data is broken. */
export async function* unpack(source: ByteSource): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const { head, isEnd } = await readHead(chunks, 2)
  const whole = resume(head, isEnd, chunks)
  if (!isGzip(head)) {
    yield* whole
    return
  }
  yield* gunzip(whole)
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = await import('node:stream')
  const packed = Readable.from(source)
  const gunzipper = createGunzip()
  packed.on('error', (error) => gunzipper.destroy(error))
  try {
    yield* packed.pipe(gunzipper) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (!isZlibError(error)) throw error
    throw new FeedError({
      code: 'broken_gzip',
      reason: 'The file begins like gzip but cannot be unpacked to its end.',
      fix: 'Send the file again, or send it unpacked.',
    })
  } finally {
    packed.destroy()
  }
}

function isZlibError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return typeof code === 'string' && code.startsWith('Z_')
}

/** Reads at least `size` bytes, or all there are. */
export async function readHead(chunks: AsyncIterator<Uint8Array>, size: number) {
  const parts: Uint8Array[] = []
  let length = 0
  let isEnd = false
  while (length < size && !isEnd) {
    const next = await chunks.next()
    if (next.done) isEnd = true
    else {
      parts.push(next.value)
      length += next.value.length
    }
  }
  return { head: parts.length === 1 ? parts[0]! : Buffer.concat(parts), isEnd }
}

/** The stream as it was before `readHead` took its beginning. */
export async function* resume(
  head: Uint8Array,
  isEnd: boolean,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    if (isEnd) return
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  } finally {
    await chunks.return?.()
  }
}
