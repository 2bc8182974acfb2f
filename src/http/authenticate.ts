import type { FastifyRequest } from 'fastify'
import type { AccessTokens, Keyring } from '../accounts/index.ts'
import type { Caller } from '../core/context.ts'
import { ApiError } from '../core/errors.ts'

export interface Identities {
  readonly keyring: Keyring
  readonly tokens: AccessTokens
}

/**
 * Who calls, from `Authorization: Bearer …` with an API key or an access token; null without the
 * header or with an empty one, `unauthenticated` where it does not hold.
 */
export async function authenticate(
  request: FastifyRequest,
  { keyring, tokens }: Identities,
): Promise<Caller | null> {
  const header = request.headers.authorization
  if (header === undefined || header.trim() === '') return null
  const match = /^bearer +([^\s]+) *$/i.exec(header)
  if (match === null) {
    throw new ApiError(
      'unauthenticated',
      'The Authorization header is malformed: send `Authorization: Bearer <key>`.',
    )
  }
  const secret = match[1]!
  const caller = secret.startsWith('ent_')
    ? await keyring.find(secret)
    : await callerOfToken(secret, { keyring, tokens })
  if (caller === null) {
    throw new ApiError(
      'unauthenticated',
      'The API key or token is unknown, expired or revoked: check it for a missing character.',
    )
  }
  return caller
}

/** A token never does more than its key may now, and nothing once the key is revoked. */
async function callerOfToken(token: string, { keyring, tokens }: Identities) {
  const claims = await tokens.verify(token)
  if (claims === null) return null
  const caller = await keyring.findById(claims.keyId)
  if (caller === null) return null
  const scopes = new Set(claims.scopes.filter((scope) => caller.scopes.has(scope)))
  return Object.freeze({ ...caller, scopes, isOperator: scopes.has('operator') })
}
