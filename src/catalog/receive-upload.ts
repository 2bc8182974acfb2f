import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Database, Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { type ByteSource, readHead, resume, unpack } from './feeds/decode-text.ts'
import { detectFormat } from './feeds/detect-format.ts'
import { FeedError, type FeedFormat } from './feeds/feed-product.ts'
import {
  failAbandonedImports,
  type ImportRow,
  insertChunk,
  insertImport,
  queueImport,
} from './queries-import-jobs.ts'
import { type ImportWish, newImportRow } from './start-import.ts'

const headSize = 16_384
const chunkSize = 262_144

/** Bytes of an unpacked upload that are taken at the most. */
export const maxUploadBytes = 8 * 1024 ** 3

/** Whose catalogue it is, and the currency of prices that carry none. */
export type Owner = Pick<ImportWish, 'sellerId' | 'currency'>

/**
 * Takes an upload in: refuses a file of the wrong kind before anything is written, then keeps it packed
 * in the database until a worker imports it. Memory holds a piece of it at a time.
 */
export async function receiveUpload(
  database: Database,
  wish: Omit<ImportWish, keyof Owner>,
  ownerOf: (db: Tx) => Promise<Owner>,
  body: ByteSource,
): Promise<ImportRow> {
  try {
    const bytes = unpack(body)
    const { head, isEnd } = await readHead(bytes, headSize)
    const { format } = await formatOf(bytes, head, wish)
    const row = await database.transaction(async (db) => {
      const made = newImportRow({ ...wish, ...(await ownerOf(db)), format })
      await insertImport(db, made)
      return made
    })
    const bytesTotal = await store(database, row.id, resume(head, isEnd, bytes))
    return await database.transaction((db) => queueImport(db, row.id, bytesTotal))
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    const { code, reason, fix } = error.problem
    throw new ApiError('feed_refused', `${reason} ${fix}`, { extra: { reason: code } })
  }
}

async function formatOf(
  bytes: AsyncGenerator<Uint8Array>,
  head: Uint8Array,
  wish: Pick<ImportWish, 'fileName' | 'format'>,
): Promise<{ format: FeedFormat }> {
  try {
    return detectFormat(head, wish.fileName, wish.format)
  } catch (error) {
    await bytes.return(undefined)
    throw error
  }
}

/** Writes the file in gzip pieces; answers its unpacked length. */
async function store(database: Database, importId: string, bytes: ByteSource): Promise<number> {
  let length = 0
  async function* counted() {
    for await (const piece of bytes) {
      length += piece.length
      if (length > maxUploadBytes) throw tooLarge()
      yield piece
    }
  }
  const source = Readable.from(counted())
  const packer = createGzip({ level: 1, chunkSize })
  source.on('error', (error) => packer.destroy(error))
  let position = 0
  try {
    for await (const piece of inPieces(source.pipe(packer), chunkSize)) {
      const at = position
      await database.transaction((db) => insertChunk(db, importId, at, piece))
      position += 1
    }
  } catch (error) {
    source.destroy()
    await database.transaction((db) => failAbandonedImports(db, importId))
    throw error
  }
  return length
}

/** Joins small pieces, so that a row holds about `size` bytes. */
async function* inPieces(stream: AsyncIterable<Uint8Array>, size: number) {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    parts.push(part)
    length += part.length
    if (length < size) continue
    yield Buffer.concat(parts)
    parts = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(parts)
}

function tooLarge(): ApiError {
  return new ApiError(
    'payload_too_large',
    `The file is longer than ${maxUploadBytes} bytes unpacked: split it.`,
  )
}
