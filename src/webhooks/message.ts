import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { type EventRow, eventOf } from '../events/index.ts'
import type { EndpointRow } from './rows.ts'

/** A new signing secret: 32 random bytes as Standard Webhooks writes them. */
export function mintSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** The body of a message: the event, or, thin, the event without its data. */
export function bodyOf(endpoint: Pick<EndpointRow, 'payload'>, event: EventRow): string {
  const { data, ...thin } = eventOf(event)
  return JSON.stringify(endpoint.payload === 'thin' ? thin : { ...thin, data })
}

type Signer = Pick<EndpointRow, 'secret' | 'previousSecret' | 'previousSecretExpiresAt'>

/** Headers of one attempt (Standard Webhooks 1.0): signed with every secret that is live. */
export function headersOf(
  endpoint: Signer,
  eventId: string,
  body: string,
  at: Date,
): Record<string, string> {
  const signatures = liveSecrets(endpoint, at).map((secret) =>
    new Webhook(secret).sign(eventId, at, body),
  )
  return {
    'content-type': 'application/json',
    'user-agent': 'Entrepot-Webhooks/1',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

function liveSecrets(endpoint: Signer, at: Date): string[] {
  const { secret, previousSecret, previousSecretExpiresAt: until } = endpoint
  return previousSecret !== null && until !== null && until > at
    ? [secret, previousSecret]
    : [secret]
}
