import { ApiError } from '../core/errors.ts'
import { type IdKind, ids } from '../core/ids.ts'
import { decodeCursor, encodeCursor } from '../core/page.ts'

/** A cursor that holds the id of the last row seen. */
export function cursorAt(scope: string, kind: IdKind, id: string): string {
  return encodeCursor(scope, [ids[kind].encode(id)])
}

/** The stored id in a cursor of the same list; throws `invalid_cursor`. */
export function idInCursor(scope: string, kind: IdKind, cursor: string): string {
  const id = ids[kind].tryDecode(String(decodeCursor(scope, cursor, 1)[0]))
  if (id !== undefined) return id
  throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
}
