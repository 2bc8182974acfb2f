import { WebhookVerificationError } from './errors.ts'
import type { WebhookEvent } from './generated.ts'

export interface VerifyOptions {
  /** How old, or how far ahead, a message may be: 300 seconds. */
  toleranceSeconds?: number
}

/** A webhook of an endpoint with `payload: 'thin'`: read the rest with `client.events.getEvent`. */
export type ThinWebhookEvent = Omit<WebhookEvent, 'data'>

type HeaderSource = Headers | Record<string, string | string[] | undefined>

/**
 * The event in a webhook's raw body, once its signature and its age are proven; throws
 * `WebhookVerificationError` else. Give every secret that is live while you rotate.
 */
export async function verifyWebhook(
  rawBody: string | Uint8Array,
  headers: HeaderSource,
  secret: string | readonly string[],
  { toleranceSeconds = 300 }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature')
  const age = Date.now() / 1000 - Number(timestamp)
  // Written so that a timestamp that is no number fails, too.
  if (!(Math.abs(age) <= toleranceSeconds)) {
    throw new WebhookVerificationError('The message is too old, or its clock is ahead of yours.')
  }
  const body = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody)
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const secrets = typeof secret === 'string' ? [secret] : secret
  for (const one of secrets) {
    if (await isSignedBy(one, signed, signatures)) return JSON.parse(body) as WebhookEvent
  }
  throw new WebhookVerificationError(
    'No signature fits: check the secret, and pass the body exactly as it came.',
  )
}

async function isSignedBy(
  secret: string,
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
): Promise<boolean> {
  const raw = bytesOf(secret.replace(/^whsec_/, ''))
  if (raw === undefined || raw.length === 0) {
    throw new WebhookVerificationError('The secret is malformed: it looks like whsec_….')
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])
  for (const signature of signatures.split(' ')) {
    const given = signature.startsWith('v1,') ? bytesOf(signature.slice(3)) : undefined
    // WebCrypto compares in constant time.
    if (given && (await crypto.subtle.verify('HMAC', key, given, signed))) return true
  }
  return false
}

function headerOf(headers: HeaderSource, name: string): string {
  const isHeaders = typeof (headers as Headers).get === 'function'
  const found = isHeaders
    ? (headers as Headers).get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  const value = Array.isArray(found) ? found[0] : found
  if (!value) throw new WebhookVerificationError(`The header ${name} is missing.`)
  return value
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    return undefined
  }
}
