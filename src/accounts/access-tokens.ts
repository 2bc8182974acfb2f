import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { ids, newId } from '../core/ids.ts'
import { ensureSetting } from './queries.ts'

/** Seconds an access token lives; short, since it outlives nothing but its key. */
export const accessTokenSeconds = 300

const algorithm = 'EdDSA'

export interface AccessTokens {
  /** A signed token (RFC 9068) that may do what the key may, or less. */
  issue(caller: Caller, scopes: readonly string[]): Promise<string>
  /** The key id and scopes of a token made here that has not expired; null for any other. */
  verify(token: string): Promise<{ keyId: string; scopes: string[] } | null>
  /** Public keys for others who verify (RFC 7517). */
  readonly jwks: JSONWebKeySet
  readonly issuer: string
}

/** The signing key of the installation: made at first start, kept with its settings. */
async function signingKey(database: Database): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const fresh = await exportJWK(privateKey)
  const stored = await database.transaction((db) => ensureSetting(db, 'accessTokenKey', fresh))
  return stored as JWK
}

export async function openAccessTokens(database: Database, issuer: string): Promise<AccessTokens> {
  const secret = await signingKey(database)
  const { d: _private, ...open } = secret
  const kid = await calculateJwkThumbprint(open)
  const privateKey = (await importJWK(secret, algorithm)) as CryptoKey
  const publicKey = (await importJWK(open, algorithm)) as CryptoKey
  return {
    issuer,
    jwks: { keys: [{ ...open, kid, alg: algorithm, use: 'sig' }] },
    issue: (caller, scopes) =>
      new SignJWT({ client_id: ids.apiKey.encode(caller.keyId), scope: scopes.join(' ') })
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(ids.account.encode(caller.accountId))
        .setIssuedAt()
        .setExpirationTime(`${accessTokenSeconds} seconds`)
        .setJti(newId())
        .sign(privateKey),
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer,
          audience: issuer,
          typ: 'at+jwt',
          algorithms: [algorithm],
          requiredClaims: ['exp', 'client_id', 'scope', 'sub', 'jti'],
        })
        const keyId = ids.apiKey.tryDecode(String(payload.client_id))
        return keyId === undefined ? null : { keyId, scopes: String(payload.scope).split(' ') }
      } catch {
        return null
      }
    },
  }
}
