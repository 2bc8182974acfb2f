import { ApiError } from '../core/errors.ts'
import type { IdCodec } from '../core/ids.ts'
import { decodeCursor, encodeCursor } from '../core/page.ts'

/** A cursor that holds the id of the last row seen. */
export function cursorAt(scope: string, codec: IdCodec, id: string): string {
  return encodeCursor(scope, [codec.encode(id)])
}

/** The stored id in a cursor of the same list; throws `invalid_cursor`. */
export function idInCursor(scope: string, codec: IdCodec, cursor: string): string {
  const [key] = decodeCursor(scope, cursor, 1)
  const id = codec.tryDecode(String(key))
  if (id !== undefined) return id
  throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
}
