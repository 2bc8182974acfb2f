import type { FastifyRequest } from 'fastify'
import type { Keyring } from '../accounts/index.ts'
import type { Caller } from '../core/context.ts'
import { ApiError } from '../core/errors.ts'

/** Who calls, from `Authorization: Bearer …`; null without the header, `unauthenticated` for a bad key. */
export async function authenticate(
  request: FastifyRequest,
  keyring: Keyring,
): Promise<Caller | null> {
  const header = request.headers.authorization
  if (header === undefined) return null
  const match = /^bearer +([^\s]+) *$/i.exec(header)
  if (match === null) {
    throw new ApiError(
      'unauthenticated',
      'The Authorization header is malformed: send `Authorization: Bearer <key>`.',
    )
  }
  const caller = await keyring.find(match[1]!)
  if (caller === null) {
    throw new ApiError(
      'unauthenticated',
      'The API key is unknown, expired or revoked: check it for a missing character.',
    )
  }
  return caller
}
