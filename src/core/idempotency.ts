import { createHash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import type { Caller } from './context.ts'
import type { Tx } from './database.ts'
import { ApiError } from './errors.ts'

/** How long a stored reply is kept at least. */
export const idempotencyHours = 48

export interface StoredReply {
  readonly status: number
  readonly json: string
}

/** The key as compared and stored: the draft standard quotes it, everybody else sends it bare. */
export function normaliseKey(header: string): string {
  const key = /^".*"$/.test(header) ? header.slice(1, -1) : header
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ApiError(
      'idempotency_key_invalid',
      'Send 1 to 255 visible ASCII characters, for example a UUID.',
    )
  }
  return key
}

/** What makes two requests the same: the operation and the input, whatever the order of its members. */
export function fingerprintOf(operation: string, input: unknown): string {
  return createHash('sha256')
    .update(operation)
    .update(stringify(input) ?? '')
    .digest('base64url')
}

/**
 * Claims the key inside the caller's transaction, or answers the reply stored under it. A twin that
 * still runs holds the row, so this waits for it up to the lock timeout and then answers
 * `idempotency_in_flight`.
 */
export async function claimKey(
  { sql }: Tx,
  caller: Caller,
  key: string,
  operation: string,
  fingerprint: string,
): Promise<StoredReply | undefined> {
  const claimed = await sql`
    insert into idempotency_keys (account_id, mode, key, operation, fingerprint)
    values (${caller.accountId}, ${caller.mode}, ${key}, ${operation}, ${fingerprint})
    on conflict do nothing
    returning 1`.catch(inFlight)
  if (claimed.length === 1) return undefined
  const [row] = await sql<{ fingerprint: string; status: number | null; body: string | null }[]>`
    select fingerprint, status, body from idempotency_keys
    where account_id = ${caller.accountId} and mode = ${caller.mode} and key = ${key}`
  if (row === undefined || row.status === null || row.body === null) return inFlight(undefined)
  if (row.fingerprint !== fingerprint) {
    throw new ApiError(
      'idempotency_key_reused',
      'This key was used with another operation or body. Send the same request, or a new key.',
    )
  }
  return { status: row.status, json: row.body }
}

/** Keeps the reply under the claimed key; commits with the effects. */
export async function storeReply(
  { sql }: Tx,
  caller: Caller,
  key: string,
  reply: StoredReply,
): Promise<void> {
  await sql`
    update idempotency_keys set status = ${reply.status}, body = ${reply.json}
    where account_id = ${caller.accountId} and mode = ${caller.mode} and key = ${key}`
}

/** Forgets replies older than their promise; answers how many. */
export async function forgetOldKeys({ sql }: Tx, now: Date): Promise<number> {
  const before = new Date(now.getTime() - idempotencyHours * 3_600_000)
  const gone = await sql`delete from idempotency_keys where created_at < ${before}`
  return gone.count
}

function inFlight(cause: unknown): never {
  if (cause !== undefined && !isLockTimeout(cause)) throw cause
  throw new ApiError(
    'idempotency_in_flight',
    'A request with this key is still running. Ask again in a second with the same key.',
    { retryAfterSeconds: 1, cause },
  )
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === '55P03'
}
